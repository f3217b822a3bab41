using AutoValley.Server.Live;
using AutoValley.Server.Query;
using AutoValley.Server.Services;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using AutoValley.Testing;
using AutoValley.V1;
using ClockQuality = AutoValley.Telemetry.Batches.ClockQuality;
using SignalDefinition = AutoValley.Telemetry.SignalDefinition;
using SignalType = AutoValley.Telemetry.SignalType;
using TimeSpan = System.TimeSpan;

namespace AutoValley.Server.Tests.Services;

/// <summary>Subscribers of the newest samples alone.</summary>
public sealed class NewestAnswerTests : IAsyncLifetime
{
    private static readonly VehicleName Car = new("acme", "car");
    private static readonly SessionId Session = new(7);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Rooms rooms = new();
    private readonly LiveHub hub = new(new LiveOptions());
    private readonly VirtualTime clock = new();
    private readonly CancellationTokenSource end = new();
    private readonly SemaphoreSlim mayRead = new(0);
    private readonly SemaphoreSlim came = new(0);
    private readonly List<SubscribeResponse> received = [];
    private ulong sequence;

    public async Task InitializeAsync()
    {
        rooms.Store.Observe(hub.Publish);
        rooms.Acceptor.AcceptCatalog(Car, "t", CatalogCodec.Write(
            Session, [new SignalDefinition(1, "A", SignalType.Double), new SignalDefinition(2, "B", SignalType.Double)]));
        await AppendAsync(1, 2);
    }

    public async Task DisposeAsync()
    {
        end.Dispose();
        await rooms.DisposeAsync();
    }

    [Fact]
    public async Task Send_FirstWhatIsStored_ThenTheNewest_WithWhatWasLeftOut()
    {
        var call = SubscribeAsync(new SubscribeRequest { Vehicles = { Car.ToString() } });
        await ReadAsync();
        Assert.NotNull(received[0].Live);
        // Its first samples are on their way, and it does not read them while 100 batches come.
        for (var time = 2; time <= 101; time++)
            await AppendAsync(time, 1);
        await ReadAsync();
        Assert.Equal(["A=1@1", "B=1@1"], Samples(received[1]));
        await ReadUntilAsync(() => Samples(received[^1]).Contains("A=101@101"));
        await ReadUntilAsync(() => received.Where(response => response.Dropped is not null).Sum(response => (long)response.Dropped.Samples)
            + received.Sum(response => Samples(response).Length) == 102);
        Assert.InRange(received.Count, 4, 20);
        await EndAsync(call);
    }

    [Fact]
    public async Task Send_Every_WaitsSoLongByTheClock()
    {
        mayRead.Release(1_000);
        var call = SubscribeAsync(new SubscribeRequest { Vehicles = { Car.ToString() }, EveryNanos = 1_000_000_000 });
        await Eventually.IsTrueAsync(() => clock.TimerCount == 1);
        await AppendAsync(2, 2);
        await AppendAsync(3, 2);
        await FoldedAsync(3);
        clock.Advance(TimeSpan.FromSeconds(0.999));
        Assert.Equal(1, clock.TimerCount);
        Assert.DoesNotContain(received, response => Samples(response).Contains("A=3@3"));
        clock.Advance(TimeSpan.FromSeconds(0.001));
        await Eventually.IsTrueAsync(() => clock.TimerCount == 1);
        Assert.Contains(received, response => Samples(response).SequenceEqual(["A=3@3", "B=3@3"]));
        Assert.DoesNotContain(received, response => Samples(response).Contains("A=2@2"));
        Assert.Equal(2ul, received.Where(response => response.Dropped is not null).Aggregate(0ul, (sum, response) => sum + response.Dropped.Samples));
        await EndAsync(call);
    }

    private Task SubscribeAsync(SubscribeRequest request)
    {
        var scopes = new QueryScopes(rooms.Catalogue, new QueryOptions(), clock);
        request.SlowReader = SlowReader.LatestOnly;
        var writer = new StreamWriterStub<LiveResponse>(async response =>
        {
            await mayRead.WaitAsync(end.Token);
            lock (received)
                received.Add(Sent.Of(response));
            came.Release();
        });
        var vehicles = request.Vehicles.Select(scopes.FindVehicle).ToHashSet();
        return new NewestAnswer(rooms.Store, hub, scopes, clock).SendAsync(request, vehicles, writer, end.Token);
    }

    // Until the pool has put it on the board.
    private async Task FoldedAsync(long time)
    {
        using var other = hub.SubscribeToNewest(new HashSet<Storage.Vehicle> { rooms.Catalogue.FindVehicle(Car)! })!;
        await Eventually.IsTrueAsync(() => other.Read(_ => true).Any(news => news.Samples.Any(sample => sample.Time == time)));
    }

    private async Task ReadAsync()
    {
        mayRead.Release();
        await came.WaitAsync().WaitAsync(Patience);
    }

    private async Task ReadUntilAsync(Func<bool> isThere)
    {
        while (!isThere())
            await ReadAsync();
    }

    private async Task EndAsync(Task call)
    {
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Patience));
        Assert.Equal(0, hub.Count);
    }

    private static string[] Samples(SubscribeResponse response) => [.. response.Samples?.Columns.Select(column =>
        $"{column.Signal}={column.Column.Doubles.Values.Single()}@{response.Samples.BaseTime + response.Samples.Times[(int)column.Column.TimeBase].Plain.Deltas.Single()}")
        ?? []];

    /// <summary>One sample of signal A, or of A and B, whose value is its time.</summary>
    private async Task AppendAsync(long time, uint signals)
    {
        var writer = new BatchWriter();
        var times = writer.AddTimes([time]);
        for (uint signal = 1; signal <= signals; signal++)
            writer.AddColumn(signal, times, Values.Of(new[] { (double)time }));
        await rooms.Acceptor.AcceptBatchAsync(
            Car, "t", writer.ToPayload(Session, ++sequence, time, time, ClockQuality.Unknown), CancellationToken.None);
    }
}
