using System.Reflection;
using AutoValley.Server.Live;
using AutoValley.Server.Query;
using AutoValley.Server.Services;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using AutoValley.V1;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using ClockQuality = AutoValley.Telemetry.Batches.ClockQuality;
using SignalDefinition = AutoValley.Telemetry.SignalDefinition;
using SignalType = AutoValley.Telemetry.SignalType;

namespace AutoValley.Server.Tests.Services;

/// <summary>The seam between history and live, at its two narrow places.</summary>
public sealed class LiveGrpcServiceTests : IAsyncLifetime
{
    private static readonly VehicleName Car = new("acme", "car");
    private static readonly SessionId Session = new(7);

    private readonly Rooms rooms = new();
    private readonly LiveHub hub = new(new LiveOptions());
    private readonly CancellationTokenSource end = new();
    private readonly ApplicationLifetime lifetime = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly List<(string Signal, long Time)> received = [];
    private ulong sequence;

    public async Task InitializeAsync()
    {
        rooms.Store.Observe(hub.Publish);
        rooms.Acceptor.AcceptCatalog(Car, "t", CatalogCodec.Write(
            Session, [new SignalDefinition(1, "A", SignalType.Double), new SignalDefinition(2, "B", SignalType.Double)]));
        await AppendAsync();
    }

    public async Task DisposeAsync()
    {
        end.Dispose();
        await rooms.DisposeAsync();
    }

    [Fact]
    public async Task Subscribe_BatchBetweenQueueAndSnapshot_IsGivenOnce()
    {
        // The batch becomes durable after queueing began and before the snapshot: it is in both.
        var store = new HookedStore(rooms.Store, AppendAsync);
        await SubscribeAsync(store, _ => Task.CompletedTask);
        AssertEachOnce();
    }

    [Fact]
    public async Task Subscribe_BatchSealedWhileHistoryIsSent_IsGivenOnce()
    {
        // The batch becomes durable and is sealed while the first signal's history is on its way: the second's must not hold it.
        var isFirst = true;
        await SubscribeAsync(rooms.Store, async response =>
        {
            if (!isFirst || response.Samples is null)
                return;
            isFirst = false;
            await AppendAsync();
            await rooms.Store.SealAsync(CancellationToken.None);
        });
        AssertEachOnce();
    }

    [Fact]
    public async Task Subscribe_HoleFilledAndSealedWithItsNeighboursWhileHistoryIsSent_IsGivenOnce()
    {
        // The snapshot holds the batches before and after the hole, unsealed; then all are sealed into one chunk.
        var hole = ++sequence;
        await AppendAsync();
        var isFirst = true;
        await SubscribeAsync(rooms.Store, async response =>
        {
            if (!isFirst || response.Samples is null)
                return;
            isFirst = false;
            await AppendAsync(hole);
            await rooms.Store.SealAsync(CancellationToken.None);
        });
        AssertEachOnce();
    }

    [Fact]
    public async Task Subscribe_HistoryThatIsDamaged_EndsWithDataLossThatNamesTheChunk()
    {
        var store = DispatchProxy.Create<ISampleStore, QueryGrpcServiceTests.DamagedStore>();
        var refusal = await RefusedAsync(new() { Vehicles = { Car.ToString() }, Since = 0 }, store);
        Assert.Equal(StatusCode.DataLoss, refusal.StatusCode);
        Assert.Contains("chunk 7", refusal.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subscribe_HistoryWhileTheBackEndIsAway_IsUnavailable()
    {
        var store = DispatchProxy.Create<ISampleStore, QueryGrpcServiceTests.StoreThatIsAway>();
        var refusal = await RefusedAsync(new() { Vehicles = { Car.ToString() }, Since = 0 }, store);
        Assert.Equal(StatusCode.Unavailable, refusal.StatusCode);
        Assert.Contains("http://influx:8086", refusal.Status.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("slow_reader", "{ 'vehicles': ['acme/car'], 'slowReader': 7 }")]
    [InlineData("encoding", "{ 'vehicles': ['acme/car'], 'encoding': 7 }")]
    [InlineData("since", "{ 'vehicles': ['acme/car'], 'slowReader': 'SLOW_READER_LATEST_ONLY', 'since': '0' }")]
    [InlineData("encoding", "{ 'vehicles': ['acme/car'], 'slowReader': 'SLOW_READER_LATEST_ONLY', 'encoding': 'SAMPLE_ENCODING_ENCODED' }")]
    [InlineData("every_nanos", "{ 'vehicles': ['acme/car'], 'everyNanos': '1' }")]
    [InlineData("vehicles", "{ }")]
    public async Task Subscribe_WhatDoesNotFit_IsRefusedByItsField(string field, string request)
    {
        var refusal = await RefusedAsync(SubscribeRequest.Parser.ParseJson(request.Replace('\'', '"')));
        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.Equal(field, refusal.GetRpcStatus()!.GetDetail<BadRequest>().FieldViolations.Single().Field);
    }

    [Theory]
    [InlineData(SlowReader.DropOldest)]
    [InlineData(SlowReader.LatestOnly)]
    public async Task Subscribe_ServerStops_IsUnavailableAtOnce(SlowReader reader)
    {
        var live = new TaskCompletionSource();
        var writer = new StreamWriterStub<LiveResponse>(_ => { live.TrySetResult(); return Task.CompletedTask; });
        var call = Service(rooms.Store).Subscribe(new() { Vehicles = { Car.ToString() }, SlowReader = reader }, writer, new CallContextStub(end.Token));
        await live.Task;
        Assert.False(call.IsCompleted);
        lifetime.StopApplication();
        var refusal = await Assert.ThrowsAsync<RpcException>(() => call);
        Assert.Equal((StatusCode.Unavailable, "the server is stopping"), (refusal.StatusCode, refusal.Status.Detail));
        Assert.Equal(0, hub.Count);
    }

    /// <summary>Reads from the beginning until a last batch, which is sent when live began, has come.</summary>
    private async Task SubscribeAsync(ISampleStore store, Func<SubscribeResponse, Task> meanwhile)
    {
        var last = long.MaxValue;
        var writer = new StreamWriterStub<LiveResponse>(async sent =>
        {
            var response = Sent.Of(sent);
            Keep(response);
            await meanwhile(response);
            if (response.Live is not null)
                last = await AppendAsync();
            if (received.Contains(("B", last)))
                await end.CancelAsync();
        });
        var request = new SubscribeRequest { Vehicles = { Car.ToString() }, Since = 0 };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Service(store).Subscribe(request, writer, new CallContextStub(end.Token)));
    }

    private Task<RpcException> RefusedAsync(SubscribeRequest request, ISampleStore? store = null) => Assert.ThrowsAsync<RpcException>(() =>
        Service(store ?? rooms.Store).Subscribe(request, new StreamWriterStub<LiveResponse>(_ => Task.CompletedTask), new CallContextStub(end.Token)));

    private LiveGrpcService Service(ISampleStore store)
    {
        var scopes = new QueryScopes(rooms.Catalogue, new QueryOptions(), TimeProvider.System);
        return new LiveGrpcService(
            scopes, new LiveAnswer(store, hub, new SharedResponses(new LiveOptions()), scopes), new NewestAnswer(store, hub, scopes, TimeProvider.System),
            new EndlessCalls(lifetime));
    }

    private void AssertEachOnce()
    {
        var times = Enumerable.Range(1, (int)sequence).Select(number => (long)number);
        var all = times.SelectMany(time => new[] { ("A", time), ("B", time) });
        Assert.Equal(all.Order(), received.Order());
    }

    private void Keep(SubscribeResponse response)
    {
        foreach (var column in response.Samples?.Columns ?? [])
        {
            var time = response.Samples!.BaseTime;
            received.AddRange(response.Samples.Times[(int)column.Column.TimeBase].Plain.Deltas.Select(delta => (column.Signal, time += delta)));
        }
    }

    private Task<long> AppendAsync() => AppendAsync(++sequence);

    /// <summary>One sample of each signal, at the time that is the batch's number.</summary>
    private async Task<long> AppendAsync(ulong number)
    {
        var time = (long)number;
        var writer = new BatchWriter();
        var times = writer.AddTimes([time]);
        writer.AddColumn(1, times, Values.Of(new[] { 1.0 }));
        writer.AddColumn(2, times, Values.Of(new[] { 2.0 }));
        var batch = writer.ToPayload(Session, number, time, time, ClockQuality.Unknown);
        await rooms.Acceptor.AcceptBatchAsync(Car, "t", batch, CancellationToken.None);
        return time;
    }
}
