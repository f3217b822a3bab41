using AutoValley.Edge.Clock.Live;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Gnss;
using AutoValley.Edge.Tests.Sources;
using AutoValley.Edge.Tests.Support;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using AutoValley.Testing;

namespace AutoValley.Edge.Tests.Clock.Live;

/// <summary>The system clock of a running agent, in virtual time.</summary>
public sealed class LiveClockTests : IAsyncLifetime
{
    private const long Millisecond = 1_000_000;
    private const long Second = 1_000 * Millisecond;
    private const ulong ReceiverError = 200 * Millisecond;

    private readonly VirtualTime clock = new();
    private readonly KeptLog log = new();
    private readonly LiveClock vehicle;

    private long Now => UnixTime.Now(clock);

    public LiveClockTests() => vehicle = new LiveClock(clock, log);

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => vehicle.DisposeAsync().AsTask();

    [Fact]
    public void Quality_NobodyKnows_IsTheSystemsAndUnknown() => Assert.Equal(new ClockQuality(ClockSource.System), vehicle.Quality);

    [Fact]
    public async Task Quality_SeveralWitnesses_IsThatOfTheFirstThatKnows()
    {
        var (chrony, kernel) = (new Witness(), new Witness { Quality = new ClockQuality(ClockSource.Ntp, 0, 5) });
        vehicle.Ask([chrony, kernel]);
        await IsAsync(new ClockQuality(ClockSource.Ntp, 0, 5));
        chrony.Quality = new ClockQuality(ClockSource.Gnss, -300, 20);
        await PassAsync(new ClockQuality(ClockSource.Gnss, -300, 20));
    }

    [Fact]
    public async Task Quality_WitnessThatIsGone_CountsForHalfAMinute()
    {
        var witness = new Witness { Quality = new ClockQuality(ClockSource.Ntp, 7, 5) };
        vehicle.Ask([witness]);
        await IsAsync(new ClockQuality(ClockSource.Ntp, 7, 5));
        witness.Quality = null;
        clock.Advance(LiveClock.Freshness);
        Assert.Equal(new ClockQuality(ClockSource.Ntp, 7, 5), vehicle.Quality);
        clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(new ClockQuality(ClockSource.System), vehicle.Quality);
    }

    [Fact]
    public void Quality_ReceiverAlone_GivesTheOffset()
    {
        for (var second = 0; second < 10; second++)
            Hear("gnss", ahead: (5_500 + (second % 3 * 40)) * Millisecond);
        Assert.Equal(new ClockQuality(ClockSource.System, 5_500 * Millisecond, ReceiverError), vehicle.Quality);
        clock.Advance(ReceiverDelay.Freshness + TimeSpan.FromSeconds(1));
        Assert.Equal(new ClockQuality(ClockSource.System), vehicle.Quality);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Quality_ClockThatIsSet_ShowsItWithTheNextBatch(int hours)
    {
        Hear("gnss", ahead: 20 * Millisecond);
        clock.Jump(TimeSpan.FromHours(hours));
        Assert.Equal(new ClockQuality(ClockSource.System, (hours * 3_600 * Second) + (20 * Millisecond), ReceiverError), vehicle.Quality);
        // The receiver's next word says the same.
        Hear("gnss", ahead: (hours * 3_600 * Second) + (20 * Millisecond));
        Assert.Equal((hours * 3_600 * Second) + (20 * Millisecond), vehicle.Quality.OffsetNanos);
        clock.Jump(TimeSpan.FromHours(-hours));
        Assert.Equal(20 * Millisecond, vehicle.Quality.OffsetNanos);
        Assert.Equal(2, Count("clock steps"));
        string[] expected = [$"The system clock was set by {hours * 3_600:+0.000;-0.000} s, or the computer slept", $"The system clock was set by {hours * -3_600:+0.000;-0.000} s, or the computer slept"];
        Assert.Equal(expected, log.Lines);
    }

    [Fact]
    public async Task Quality_ClockThatIsSet_HoldsTheWitnessesWordAgainstItAndAsksAgain()
    {
        var witness = new Witness { Quality = new ClockQuality(ClockSource.Ntp, 7, 5) };
        vehicle.Ask([witness]);
        await IsAsync(new ClockQuality(ClockSource.Ntp, 7, 5));
        clock.Jump(TimeSpan.FromHours(1));
        witness.Quality = new ClockQuality(ClockSource.Ntp, (3_600 * Second) + 9, 6);
        Assert.Equal((3_600 * Second) + 7, vehicle.Quality.OffsetNanos);
        await IsAsync(witness.Quality);
        Assert.Equal(1, Count("clock steps"));
    }

    [Fact]
    public void Quality_ClockThatIsSlewed_IsNoStep()
    {
        for (var tick = 0; tick < 100; tick++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
            clock.Jump(TimeSpan.FromMilliseconds(9));
            _ = vehicle.Quality;
        }
        Assert.Equal(0, Count("clock steps"));
    }

    [Fact]
    public async Task Quality_ReceiverThatAgrees_LeavesTheWitnessesWord()
    {
        vehicle.Ask([new Witness { Quality = new ClockQuality(ClockSource.Ntp, 7, 5) }]);
        await IsAsync(new ClockQuality(ClockSource.Ntp, 7, 5));
        Hear("gnss", ahead: 150 * Millisecond);
        Assert.Equal(new ClockQuality(ClockSource.Ntp, 7, 5), vehicle.Quality);
        Assert.Equal(0, Count("receiver and clock apart"));
    }

    [Fact]
    public async Task Quality_ReceiverThatContradicts_WidensTheBoundAndIsToldOnce()
    {
        vehicle.Ask([new Witness { Quality = new ClockQuality(ClockSource.Ntp, 0, 5) }]);
        await IsAsync(new ClockQuality(ClockSource.Ntp, 0, 5));
        for (var second = 0; second < 5; second++)
            Hear("gnss", ahead: 5_500 * Millisecond);
        var quality = vehicle.Quality;
        Assert.Equal(new ClockQuality(ClockSource.Ntp, 5_500 * Millisecond, (5_500 * Millisecond) + ReceiverError + 5), quality);
        Assert.Equal(1, Count("receiver and clock apart"));
        Assert.Equal("The system clock, kept by Ntp, and a satellite receiver are 5.500 s apart: one of them is wrong", Assert.Single(log.Lines));
    }

    [Fact]
    public void Quality_SeveralReceivers_AreKeptApartAndTheFirstCounts()
    {
        for (var second = 0; second < 10; second++)
        {
            Hear("first", ahead: 30 * Millisecond);
            Hear("second", ahead: 5_500 * Millisecond);
        }
        Assert.Equal(30 * Millisecond, vehicle.Quality.OffsetNanos);
        for (var second = 0; second < 40; second++)
            Hear("second", ahead: 5_500 * Millisecond);
        Assert.Equal(5_500 * Millisecond, vehicle.Quality.OffsetNanos);
        for (var other = 0; other < 2 * LiveClock.MaximumReceivers; other++)
            Hear($"other {other}", ahead: 0);
        Assert.NotNull(vehicle.Quality.OffsetNanos);
    }

    [Fact]
    public void Observe_WordOfBeforeAStep_IsLeftOut()
    {
        var before = Now;
        clock.Jump(TimeSpan.FromHours(1));
        vehicle.Receiver("gnss").Observe("s", before, before);
        Assert.Null(vehicle.Quality.OffsetNanos);
    }

    [Theory]
    [InlineData("RTK_FIXED", true)]
    [InlineData("NONE", false)]
    public async Task Source_ReceiversTime_IsShownWhenThereIsAFix(string fix, bool isShown)
    {
        var time = Now;
        var receiver = new Scripted(async (sink, cancellation) =>
        {
            var group = sink.Declare([GnssSignals.FixQuality, GnssSignals.ReceiverTime]);
            await sink.WriteAsync(group, time, new[] { SampleValue.Of(fix), SampleValue.Of((time / Millisecond) - 40) }, cancellation);
        });
        var sink = new CollectingSink();
        await new ReceiverTimeSource(receiver, vehicle).RunAsync(sink, CancellationToken.None);
        Assert.Equal(isShown ? 40 * Millisecond : null, vehicle.Quality.OffsetNanos);
        Assert.Single(sink.Samples["GNSS.UtcMilliseconds"]);
    }

    private void Hear(string source, long ahead)
    {
        vehicle.Receiver(source).Observe("GNSS.UtcMilliseconds", Now, Now - ahead);
        clock.Advance(TimeSpan.FromSeconds(1));
    }

    private long Count(string name) => vehicle.Counts.Single(count => count.Name == name).Count;

    private Task IsAsync(ClockQuality quality) => Eventually.IsTrueAsync(() => vehicle.Quality == quality, () => vehicle.Quality.ToString());

    private Task PassAsync(ClockQuality quality) => clock.AdvanceUntilAsync(() => vehicle.Quality == quality, LiveClock.Interval);

    private sealed class Witness : IClockWitness
    {
        private volatile ClockQuality? quality;

        public ClockQuality? Quality { get => quality; set => quality = value; }

        public string Name => "witness";

        public ValueTask<ClockAnswer> AskAsync(CancellationToken cancellation) => new(new ClockAnswer(Quality, ""));
    }

    private sealed class Scripted(Func<ISampleSink, CancellationToken, Task> run) : ISampleSource
    {
        public string Name => "scripted";

        public Task RunAsync(ISampleSink sink, CancellationToken cancellation) => run(sink, cancellation);
    }
}
