using System.Security.Cryptography;
using System.Text;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Replay;
using AutoValley.Edge.Sources.Simulation;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Tests.Sources.Simulation;

public sealed class SimulatedVehicleTests
{
    [Fact]
    public async Task RunAsync_SixtySeconds_GivesEachRateExactly()
    {
        var sink = await SimulatedRun.OfAsync(TestRoutes.Circle(200), seconds: 60);
        Assert.Equal(60 * 5_060, sink.Samples.Values.Sum(samples => samples.Count));
        Assert.Equal([(100L, 40), (10L, 100), (1L, 60)], sink.Groups.Select(group => (RateOf(sink, group), group.Signals.Count)));
        foreach (var group in sink.Groups)
        {
            var times = Enumerable.Range(0, (int)RateOf(sink, group) * 60).Select(i => SimulatedRun.Start + (i * UnixTime.NanosPerSecond / RateOf(sink, group)));
            Assert.All(group.Signals, signal => Assert.Equal(times, sink.Samples[signal.Name].Select(sample => sample.Time)));
        }
        Assert.Equal(sink.Writes.Select(write => write.Time).Order(), sink.Writes.Select(write => write.Time));
    }

    [Fact]
    public async Task RunAsync_SmallProfile_SaysTheSameInFewerSignals()
    {
        var demo = await SimulatedRun.OfAsync(TestRoutes.Circle(200), seconds: 5, profile: SimulationProfile.Demo);
        Assert.Equal(5 * 1_212, demo.Samples.Values.Sum(samples => samples.Count));
        foreach (var name in (string[])["Vehicle.Speed", "Vehicle.CurrentLocation.Latitude", "Vehicle.CurrentLocation.Longitude", "Vehicle.CurrentLocation.Heading"])
            Assert.Contains(name, demo.Samples.Keys);
        var oneSignal = await SimulatedRun.OfAsync(TestRoutes.Circle(200), seconds: 5, profile: new(0, 0, 1));
        Assert.Single(oneSignal.Groups);
    }

    [Fact]
    public async Task RunAsync_SameSeed_GivesTheSameSamples()
    {
        var (first, second) = (await SimulatedRun.OfAsync(TestRoutes.Circle(80), seconds: 30, seed: 9), await SimulatedRun.OfAsync(TestRoutes.Circle(80), seconds: 30, seed: 9));
        Assert.Equal(Digest(first), Digest(second));
        Assert.Equal(first.Samples["Vehicle.Speed"], second.Samples["Vehicle.Speed"]);
    }

    [Fact]
    public async Task RunAsync_SameSourceAgain_GivesTheSameSamples()
    {
        var options = new SimulationOptions { Speed = ReplaySpeed.Maximum, Start = 0, Duration = TimeSpan.FromSeconds(5) };
        var vehicle = new SimulatedVehicle(TestRoutes.Circle(80), options, TimeProvider.System);
        var (first, second) = (new CollectingSink(), new CollectingSink());
        await vehicle.RunAsync(first, CancellationToken.None);
        await vehicle.RunAsync(second, CancellationToken.None);
        Assert.Equal(Digest(first), Digest(second));
    }

    [Fact]
    public async Task RunAsync_SeedOne_GivesTheSamplesItHasAlwaysGiven()
    {
        // Recorded results rest on these. A change of the simulation changes the digest, and that has to be meant.
        var sink = await SimulatedRun.OfAsync(TestRoutes.Circle(80), seconds: 30);
        Assert.Equal("a582af4a7edf8a78", Digest(sink));
    }

    [Fact]
    public async Task RunAsync_OtherSeed_GivesOtherSamples()
    {
        var (first, second) = (await SimulatedRun.OfAsync(TestRoutes.Circle(80), seconds: 30, seed: 1), await SimulatedRun.OfAsync(TestRoutes.Circle(80), seconds: 30, seed: 2));
        var constant = first.Samples.Keys.Count(name => first.Samples[name].SequenceEqual(second.Samples[name]));
        Assert.InRange(constant, 0, 40);
        Assert.NotEqual(first.Samples["Vehicle.Speed"], second.Samples["Vehicle.Speed"]);
        Assert.NotEqual(first.Samples["Vehicle.CurrentLocation.Latitude"], second.Samples["Vehicle.CurrentLocation.Latitude"]);
    }

    [Fact]
    public async Task RunAsync_InRealTime_WritesASampleWhenItIsDueAndNotBefore()
    {
        var clock = new LeapingClock();
        var sink = new CheckingSink((time, now) => Assert.InRange(now - time, 0, 100_000_000), clock);
        var options = new SimulationOptions { Profile = new(1, 0, 0), Duration = TimeSpan.FromSeconds(20) };
        await new SimulatedVehicle(TestRoutes.Circle(80), options, clock).RunAsync(sink, CancellationToken.None);
        Assert.Equal(2_000, sink.Count);
        Assert.Equal(19.99, clock.GetElapsedTime(0).TotalSeconds, 0.002);
        Assert.Equal(200, clock.Timers, 1.0);
    }

    [Fact]
    public async Task RunAsync_SinkStoppedForAWhile_CatchesUpWithoutLeavingOut()
    {
        var clock = new LeapingClock();
        var sink = new CheckingSink((time, now) => { }, clock) { StallAt = 500, Stall = TimeSpan.FromSeconds(8) };
        var options = new SimulationOptions { Profile = new(1, 0, 0), Duration = TimeSpan.FromSeconds(20) };
        await new SimulatedVehicle(TestRoutes.Circle(80), options, clock).RunAsync(sink, CancellationToken.None);
        Assert.Equal(2_000, sink.Count);
        Assert.Equal(19.99, clock.GetElapsedTime(0).TotalSeconds, 0.002);
    }

    [Fact]
    public async Task RunAsync_Cancelled_Ends()
    {
        using var stop = new CancellationTokenSource();
        var sink = new CheckingSink((_, _) => { }, new LeapingClock()) { AtCount = 1_000, Then = stop.Cancel };
        var run = new SimulatedVehicle(TestRoutes.Circle(80), new SimulationOptions { Speed = ReplaySpeed.Maximum }, TimeProvider.System).RunAsync(sink, stop.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task RunAsync_SteadyState_AllocatesNothing()
    {
        // A sink that never waits keeps the run on one thread, so that thread's own count is exact whatever runs beside it.
        (int Thread, long Bytes) after10 = default, after310 = default;
        (int, long) Now() => (Environment.CurrentManagedThreadId, GC.GetAllocatedBytesForCurrentThread());
        var sink = new CheckingSink(
            (time, _) =>
            {
                if (time == 10 * UnixTime.NanosPerSecond)
                    after10 = Now();
                after310 = Now();
            },
            new LeapingClock());
        var options = new SimulationOptions { Speed = ReplaySpeed.Maximum, Start = 0, Duration = TimeSpan.FromSeconds(310) };
        await new SimulatedVehicle(TestRoutes.Circle(80), options, TimeProvider.System).RunAsync(sink, CancellationToken.None);
        Assert.Equal(after10.Thread, after310.Thread);
        // 1.5 million samples; the room is for what the runtime does on the way.
        Assert.InRange(after310.Bytes - after10.Bytes, 0, 64 * 1024);
    }

    [Theory]
    [InlineData(41, 0, 0)]
    [InlineData(0, 101, 0)]
    [InlineData(0, 0, 61)]
    [InlineData(-1, 0, 0)]
    public void Constructor_ProfileBeyondTheSignals_Throws(int fast, int medium, int slow) => Assert.Throws<ArgumentOutOfRangeException>(
        () => new SimulatedVehicle(TestRoutes.Circle(80), new SimulationOptions { Profile = new(fast, medium, slow) }, TimeProvider.System));

    private static long RateOf(CollectingSink sink, SignalGroup group) => sink.Samples[group.Signals[0].Name].Count / 60;

    private static string Digest(CollectingSink sink)
    {
        var text = new StringBuilder();
        foreach (var (name, samples) in sink.Samples.OrderBy(item => item.Key, StringComparer.Ordinal))
        {
            text.AppendLine(name);
            foreach (var (time, value) in samples)
                text.Append(time).Append(' ').Append(value.ToString()).AppendLine();
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }

    /// <summary>Time that leaps to whatever is waited for.</summary>
    private sealed class LeapingClock : TimeProvider
    {
        private long ticks;

        public int Timers { get; private set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Volatile.Read(ref ticks);

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(GetTimestamp());

        public void Leap(TimeSpan span) => Interlocked.Add(ref ticks, span.Ticks);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Timers++;
            Leap(dueTime);
            return System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }

    private sealed class CheckingSink(Action<long, long> check, LeapingClock clock) : ISampleSink
    {
        public int Count { get; private set; }

        public int StallAt { get; init; } = -1;

        public TimeSpan Stall { get; init; }

        public int AtCount { get; init; } = -1;

        public Action? Then { get; init; }

        public SignalGroup Declare(IReadOnlyList<SignalSpec> signals) =>
            new(0, [.. signals.Select((spec, i) => new SignalDefinition((uint)i + 1, spec.Name, spec.Type, spec.Unit))]);

        public ValueTask WriteAsync(SignalGroup group, long time, ReadOnlyMemory<SampleValue> values, CancellationToken cancellation)
        {
            check(time, UnixTime.Now(clock));
            if (Count == StallAt)
                clock.Leap(Stall);
            if (Count++ == AtCount)
                Then?.Invoke();
            return ValueTask.CompletedTask;
        }
    }
}
