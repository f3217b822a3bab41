using System.Reflection;
using AutoValley.Server.Query;
using AutoValley.Server.Query.Align;
using AutoValley.Server.Query.Search;
using AutoValley.Server.Services;
using AutoValley.Server.Tests.Query;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.V1;
using Grpc.Core;
using SignalType = AutoValley.Telemetry.SignalType;
using Vehicle = AutoValley.Storage.Vehicle;

namespace AutoValley.Server.Tests.Services;

public sealed class QueryGrpcServiceTests : IAsyncLifetime
{
    private static readonly V1.TimeSpan Span = new() { From = 0, To = 100 };

    private readonly StoredFleet fleet = new();
    private readonly QueryOptions options = new() { MaximumConcurrent = 1, MaximumQueued = 0 };

    public Task InitializeAsync() => fleet.AddAsync("acme/car", "Speed", (1, 1), (2, 2));

    public async Task DisposeAsync() => await fleet.DisposeAsync();

    [Fact]
    public async Task Calls_OnADamagedStore_EndWithDataLossThatNamesTheChunk() =>
        await RefusedAsync(DispatchProxy.Create<ISampleStore, DamagedStore>(), StatusCode.DataLoss, "chunk 7 of acme/car Speed");

    [Fact]
    public async Task Calls_WhileTheBackEndIsAway_AreUnavailableWithItsReason() =>
        await RefusedAsync(DispatchProxy.Create<ISampleStore, StoreThatIsAway>(), StatusCode.Unavailable, "http://influx:8086: connection refused");

    [Fact]
    public async Task Read_WhileAsManyRunAsMay_IsRefused()
    {
        var service = Service(fleet.Rooms.Store);
        var second = 0;
        var writer = new StreamWriterStub<ReadResponse>(async _ =>
        {
            var refusal = await Assert.ThrowsAsync<RpcException>(() => service.Read(
                new() { Vehicle = "acme/car", Span = Span }, Writer<ReadResponse>(), new CallContextStub(CancellationToken.None)));
            Assert.Equal(StatusCode.ResourceExhausted, refusal.StatusCode);
            second++;
        });
        await service.Read(new() { Vehicle = "acme/car", Span = Span }, writer, new CallContextStub(CancellationToken.None));
        Assert.Equal(1, second);
    }

    [Fact]
    public async Task Read_CallerThatIsGone_EndsAndLeavesItsTurn()
    {
        var service = Service(fleet.Rooms.Store);
        using var gone = new CancellationTokenSource();
        var writer = new StreamWriterStub<ReadResponse>(async _ =>
        {
            await gone.CancelAsync();
            gone.Token.ThrowIfCancellationRequested();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => service.Read(new() { Vehicle = "acme/car", Span = Span }, writer, new CallContextStub(gone.Token)));
        await service.Read(new() { Vehicle = "acme/car", Span = Span }, Writer<ReadResponse>(), new CallContextStub(CancellationToken.None));
    }

    private async Task RefusedAsync(ISampleStore store, StatusCode status, string detail)
    {
        var service = Service(store);
        await RefusedAsync(call => service.Read(new() { Vehicle = "acme/car", Span = Span }, Writer<ReadResponse>(), call));
        await RefusedAsync(call => service.Read(
            new() { Vehicle = "acme/car", Span = Span, Encoding = SampleEncoding.Encoded }, Writer<ReadResponse>(), call));
        await RefusedAsync(call => service.Aggregate(
            new() { Vehicle = "acme/car", Span = Span, EveryNanos = 1, Statistics = { Statistic.Mean } }, Writer<AggregateResponse>(), call));
        await RefusedAsync(call => service.Align(new() { Vehicles = { "acme/car" }, Span = Span, EveryNanos = 1 }, Writer<AlignResponse>(), call));

        async Task RefusedAsync(Func<ServerCallContext, Task> call)
        {
            var refusal = await Assert.ThrowsAsync<RpcException>(() => call(new CallContextStub(CancellationToken.None)));
            Assert.Equal(status, refusal.StatusCode);
            Assert.Contains(detail, refusal.Status.Detail, StringComparison.Ordinal);
        }
    }

    private static StreamWriterStub<T> Writer<T>() => new(_ => Task.CompletedTask);

    private QueryGrpcService Service(ISampleStore store)
    {
        var (scopes, workers) = (fleet.Scopes(options), fleet.Workers(options));
        return new QueryGrpcService(
            new QueryTurns(options, TimeProvider.System),
            new ReadQuery(store, scopes, workers, options, new EncodedReadQuery(store, scopes, workers, options)),
            new AggregateQuery(scopes, workers, new SeriesParts(store, workers, options), new BucketRows(store, options, TimeProvider.System), options),
            new AlignQuery(store, scopes, workers, options, TimeProvider.System),
            new SearchQuery(store, scopes, workers, options, TimeProvider.System),
            new ReduceQuery(store, scopes, workers, TimeProvider.System));
    }

    /// <summary>A store of which no chunk can be read.</summary>
    public class DamagedStore : DispatchProxy
    {
        private static readonly Series Speed = new(1, new Vehicle(1, new VehicleName("acme", "car")), "Speed", SignalType.Double, "", "");

        /// <inheritdoc/>
        protected override object Invoke(MethodInfo? targetMethod, object?[]? args) =>
            throw new DamagedChunkException("2026-11-22", Speed, 7, (1, 2), "check sum");
    }

    /// <summary>A store whose back end does not answer.</summary>
    public class StoreThatIsAway : DispatchProxy
    {
        /// <inheritdoc/>
        protected override object Invoke(MethodInfo? targetMethod, object?[]? args) =>
            throw new StoreUnavailableException("http://influx:8086: connection refused");
    }
}
