using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Replay;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Tests.Sources.Replay;

public sealed class ReplaySourceTests
{
    private const long Second = UnixTime.NanosPerSecond;
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task RunAsync_SeveralRecordings_MergesThemByTime()
    {
        var sink = new CollectingSink();
        Recording[] recordings = [new("a", 1, 4, 5, 9), new("b"), new("c", 2, 3, 5, 6)];
        await Source(recordings, ReplaySpeed.Maximum, TimeProvider.System).RunAsync(sink, CancellationToken.None);
        Assert.Equal([(1, "a"), (2, "c"), (3, "c"), (4, "a"), (5, "a"), (5, "c"), (6, "c"), (9, "a")], sink.Writes);
        Assert.All(recordings, recording => Assert.True(recording.IsDisposed));
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("10", 10)]
    [InlineData("0.5", 0.5)]
    public async Task RunAsync_AtASpeed_WritesEachSampleWhenItIsDue(string text, double factor)
    {
        Assert.True(ReplaySpeed.TryParse(text, out var speed));
        var clock = new ManualClock(Start);
        var written = new List<TimeSpan>();
        var sink = new CollectingSink { Gate = () => Note(written, clock) };
        await Source([new("a", 100 * Second, 102 * Second, 102 * Second, 106 * Second), new("b", 101 * Second)], speed, clock).RunAsync(sink, CancellationToken.None);
        Assert.Equal(new double[] { 0, 1, 2, 2, 6 }.Select(seconds => TimeSpan.FromSeconds(seconds / factor)), written);
        Assert.Equal([100 * Second, 101 * Second, 102 * Second, 102 * Second, 106 * Second], sink.Writes.Select(write => write.Time));
    }

    [Fact]
    public async Task RunAsync_AtMaximum_NeverWaits()
    {
        var clock = new ManualClock(Start);
        var sink = new CollectingSink();
        await Source([new("a", 0, 1_000_000 * Second)], ReplaySpeed.Maximum, clock).RunAsync(sink, CancellationToken.None);
        Assert.Equal(2, sink.Writes.Count);
        Assert.Empty(clock.Waits);
    }

    [Fact]
    public async Task RunAsync_SinkThatHoldsBack_IsNotOverrunAndNothingIsSkipped()
    {
        var clock = new ManualClock(Start);
        var written = new List<TimeSpan>();
        var sink = new CollectingSink { Gate = () => written.Count == 1 ? Hold(written, clock, TimeSpan.FromSeconds(10)) : Note(written, clock) };
        await Source([new("a", Second, 2 * Second, 3 * Second, 14 * Second)], ReplaySpeed.Recorded, clock).RunAsync(sink, CancellationToken.None);
        Assert.Equal(new double[] { 0, 11, 11, 13 }.Select(TimeSpan.FromSeconds), written);
        Assert.Equal(4, sink.Writes.Count);
    }

    [Fact]
    public async Task RunAsync_ShiftedToNow_KeepsTheSpansBetweenSamples()
    {
        var sink = new CollectingSink();
        var options = new ReplayOptions { Speed = ReplaySpeed.Maximum, ShiftToNow = true };
        await new ReplaySource([new Recording("a", 5, 7, 2), new Recording("b", 6)], options, new ManualClock(Start)).RunAsync(sink, CancellationToken.None);
        var now = UnixTime.From(Start);
        Assert.Equal([now, now + 1, now + 2, now - 3], sink.Writes.Select(write => write.Time));
    }

    [Fact]
    public async Task RunAsync_TimesThatStepBack_AreWrittenAtOnce()
    {
        var clock = new ManualClock(Start);
        var sink = new CollectingSink();
        await Source([new("a", 10 * Second, 5 * Second, 11 * Second)], ReplaySpeed.Recorded, clock).RunAsync(sink, CancellationToken.None);
        Assert.Equal([10 * Second, 5 * Second, 11 * Second], sink.Writes.Select(write => write.Time));
        Assert.Equal(TimeSpan.FromSeconds(1), clock.Elapsed);
    }

    [Fact]
    public async Task RunAsync_Cancelled_StopsAndDisposes()
    {
        using var stop = new CancellationTokenSource();
        var recording = new Recording("a", 1, 2, 3);
        var sink = new CollectingSink { Gate = stop.CancelAsync };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Source([recording], ReplaySpeed.Maximum, TimeProvider.System).RunAsync(sink, stop.Token));
        Assert.Single(sink.Writes);
        Assert.True(recording.IsDisposed);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("fast")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e7")]
    [InlineData("")]
    public void SpeedTryParse_NoSpeed_IsRefused(string text) => Assert.False(ReplaySpeed.TryParse(text, out _));

    private static ReplaySource Source(Recording[] recordings, ReplaySpeed speed, TimeProvider clock) => new(recordings, new ReplayOptions { Speed = speed }, clock);

    private static Task Note(List<TimeSpan> written, ManualClock clock)
    {
        written.Add(clock.Elapsed);
        return Task.CompletedTask;
    }

    private static async Task Hold(List<TimeSpan> written, ManualClock clock, TimeSpan span)
    {
        await Task.Delay(span, clock);
        written.Add(clock.Elapsed);
    }

    /// <summary>A sample of one signal at each time.</summary>
    private sealed class Recording(string name, params long[] times) : IRecording
    {
        private int index = -1;
        private SignalGroup? group;

        public bool IsDisposed { get; private set; }

        public string Name => name;

        public IReadOnlyList<SignalSpec> Signals { get; } = [new SignalSpec(name, SignalType.Integer)];

        public long Time => times[index];

        public string Report => $"{index} read";

        public bool Read() => ++index < times.Length;

        public ValueTask WriteAsync(ISampleSink sink, long time, CancellationToken cancellation)
        {
            group ??= sink.Declare(Signals);
            return sink.WriteAsync(group, time, new[] { SampleValue.Of(index) }, cancellation);
        }

        public void Dispose() => IsDisposed = true;
    }
}
