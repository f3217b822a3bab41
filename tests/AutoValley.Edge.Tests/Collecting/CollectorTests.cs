using AutoValley.Edge.Collecting;
using AutoValley.Edge.Sampling;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Tests.Sources;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Predicates;

namespace AutoValley.Edge.Tests.Collecting;

public sealed class CollectorTests
{
    private const long Second = 1_000_000_000;

    private static readonly SignalSpec[] Drive = [new("Vehicle.Speed", SignalType.Double, "km/h"), new("Vehicle.Gear", SignalType.Text)];
    private static readonly SignalSpec[] Brake = [new("CAN.BRAKE.PRESSED", SignalType.Boolean), new("CAN.BRAKE.FORCE", SignalType.Integer)];

    private readonly CollectingSink sink = new();
    private readonly Collector collector;
    private readonly SignalGroup drive, brake;

    public CollectorTests()
    {
        collector = new Collector(sink, 1 << 20);
        (drive, brake) = (collector.Declare(Drive), collector.Declare(Brake));
    }

    [Fact]
    public async Task WriteAsync_NoSetEver_CollectsEverything()
    {
        await DriveAsync(0, 10);
        Assert.All(sink.Samples.Values, samples => Assert.Equal(10, samples.Count));
        Assert.Equal(CollectingStatus.Everything, collector.Status);
    }

    [Fact]
    public async Task WriteAsync_EmptySet_CollectsNothingAndCountsIt()
    {
        collector.Apply(3, []);
        await DriveAsync(0, 10);
        Assert.Empty(sink.Writes);
        Assert.Equal((3UL, 40, 0), (collector.Status.Version, collector.Status.NotCollected, collector.Status.BufferLost));
    }

    [Fact]
    public async Task WriteAsync_SchemeWithoutTrigger_CollectsItsSignalsByItsRules()
    {
        collector.Apply(1, [Of("a", null, ("Vehicle.Speed", new SamplingRule { Every = 2 * Second }), ("CAN.*", SamplingRule.All))]);
        await DriveAsync(0, 10);
        Assert.Equal([0L, 2, 4, 6, 8], Seconds("Vehicle.Speed"));
        Assert.Equal((0, 10, 10), (sink.Samples["Vehicle.Gear"].Count, sink.Samples["CAN.BRAKE.PRESSED"].Count, sink.Samples["CAN.BRAKE.FORCE"].Count));
        Assert.Contains((Second, "CAN.BRAKE.PRESSED CAN.BRAKE.FORCE"), sink.Writes);
        Assert.Equal((25, 15), (Assert.Single(collector.Status.Schemes).Collected, collector.Status.NotCollected));
    }

    [Fact]
    public async Task WriteAsync_TwoSchemesForASignal_CollectWhatEitherWants()
    {
        collector.Apply(1, [Of("a", null, ("Vehicle.Speed", new SamplingRule { Every = 2 * Second })), Of("b", null, ("*", new SamplingRule { Every = 3 * Second }))]);
        await DriveAsync(0, 10);
        Assert.Equal([0L, 2, 3, 4, 6, 8, 9], Seconds("Vehicle.Speed"));
        Assert.Equal([5, 14], collector.Status.Schemes.Select(scheme => scheme.Collected));
    }

    [Fact]
    public async Task WriteAsync_Validity_IsByEventTime()
    {
        collector.Apply(1, [Of("a", null, ("Vehicle.Speed", SamplingRule.All)) with { From = 3 * Second, Until = 5 * Second }]);
        await DriveAsync(0, 10);
        Assert.Equal([3L, 4], Seconds("Vehicle.Speed"));
    }

    [Fact]
    public async Task WriteAsync_TriggerAtAnEdge_CollectsFromBeforeToAfter()
    {
        collector.Apply(1, [Of("brake", Trigger("Vehicle.Speed > 30 && rising(CAN.BRAKE.PRESSED)", before: 3, after: 2), ("Vehicle.*", SamplingRule.All))]);
        // The brake is pressed at 10 and 20, the speed is the second: 1 … 39.
        await DriveAsync(0, 40, second => second is 10 or 35);
        Assert.Equal([32L, 33, 34, 35, 36, 37], Seconds("Vehicle.Speed"));
        Assert.Equal(Seconds("Vehicle.Speed"), Seconds("Vehicle.Gear"));
        Assert.Equal(sink.Samples["Vehicle.Speed"].Select(sample => (double)(sample.Time / Second)), sink.Samples["Vehicle.Speed"].Select(sample => sample.Value.Double));
        Assert.Equal(["g32", "g33", "g34", "g35", "g36", "g37"], sink.Samples["Vehicle.Gear"].Select(sample => sample.Value.Text));
        var status = collector.Status;
        Assert.Equal(new SchemeStatus("brake", false, 1, 12), Assert.Single(status.Schemes));
        // What waits for a trigger is neither collected nor left out yet.
        Assert.Equal(160 - 12 - 4, status.NotCollected);
        Assert.Equal(0, status.BufferLost);
    }

    [Fact]
    public async Task WriteAsync_WhileItHolds_CollectsFromBeforeToAfter()
    {
        collector.Apply(1, [Of("fast", Trigger("Vehicle.Speed >= 10 && Vehicle.Speed < 13", before: 2, after: 1) with { IsWhile = true }, ("CAN.BRAKE.FORCE", SamplingRule.All))]);
        await DriveAsync(0, 20);
        Assert.Equal([8L, 9, 10, 11, 12, 13, 14], Seconds("CAN.BRAKE.FORCE"));
    }

    [Fact]
    public async Task WriteAsync_TwoTriggersForOneSample_CollectItOnce()
    {
        collector.Apply(1,
        [
            Of("one", Trigger("rising(CAN.BRAKE.PRESSED)", before: 5, after: 0), ("Vehicle.Speed", SamplingRule.All)),
            Of("two", Trigger("Vehicle.Speed == 10", before: 3, after: 0), ("Vehicle.Speed", SamplingRule.All)),
        ]);
        await DriveAsync(0, 20, second => second == 9);
        Assert.Equal([4L, 5, 6, 7, 8, 9, 10], Seconds("Vehicle.Speed").Order());
    }

    [Fact]
    public async Task WriteAsync_HeldForATime_TriggersWithoutASampleOfItsSignals()
    {
        collector.Apply(1, [Of("held", Trigger("held(CAN.BRAKE.PRESSED, 3s)", before: 0, after: 1), ("Vehicle.Speed", SamplingRule.All))]);
        await WriteAsync(brake, 1, SampleValue.Of(false), SampleValue.Of(0));
        await WriteAsync(brake, 2, SampleValue.Of(true), SampleValue.Of(0));
        for (var second = 3; second < 10; second++)
            await WriteAsync(drive, second, SampleValue.Of((double)second), SampleValue.Of(""));
        Assert.Equal([5L, 6], Seconds("Vehicle.Speed"));
    }

    [Fact]
    public async Task WriteAsync_OnChangeInAWindow_BeginsWithTheFirstValue()
    {
        collector.Apply(1, [Of("a", Trigger("rising(CAN.BRAKE.PRESSED)", before: 0, after: 3), ("CAN.BRAKE.FORCE", new SamplingRule { DeadBand = 0, Heartbeat = SamplingRule.LongestInterval }))]);
        await DriveAsync(0, 30, second => second is 10 or 20, force: _ => 7);
        Assert.Equal([10L, 20], Seconds("CAN.BRAKE.FORCE"));
    }

    [Fact]
    public async Task WriteAsync_BufferTooSmall_TellsWhatATriggerWouldHaveMissed()
    {
        var small = new Collector(sink, 4_096);
        var group = small.Declare(Drive);
        small.Apply(1, [Of("a", Trigger("Vehicle.Speed == 5000", before: 3_000, after: 0), ("*", SamplingRule.All))]);
        for (var second = 0; second <= 5_000; second++)
            await small.WriteAsync(group, second * Second, new[] { SampleValue.Of((double)second), SampleValue.Of("g") }, CancellationToken.None);
        var status = small.Status;
        Assert.InRange(status.BufferLost, 9_000, 10_000);
        Assert.Equal(10_002, status.NotCollected + Assert.Single(status.Schemes).Collected);
        Assert.Equal(5_000, Seconds("Vehicle.Speed")[^1]);
        Assert.Equal(Seconds("Vehicle.Speed").Order().Distinct(), Seconds("Vehicle.Speed"));
    }

    [Fact]
    public async Task Apply_AnotherSet_TakesTheOthersPlaceAndKeepsTheCounts()
    {
        collector.Apply(1, [Of("a", Trigger("Vehicle.Speed == 5", before: 100, after: 0), ("*", SamplingRule.All))]);
        await DriveAsync(0, 5);
        Assert.Equal((0, 20), (collector.Status.NotCollected, sink.Writes.Count + 20));
        collector.Apply(2, [Of("b", null, ("Vehicle.Speed", SamplingRule.All))]);
        await DriveAsync(5, 10);
        Assert.Equal([5L, 6, 7, 8, 9], Seconds("Vehicle.Speed"));
        Assert.Equal((2UL, 20 + 15), (collector.Status.Version, collector.Status.NotCollected));
    }

    [Fact]
    public void WriteAsync_SchemesAtWork_AllocatesNothing()
    {
        var quiet = new Collector(new SilentSink(), 1 << 20);
        var (one, two) = (quiet.Declare(Drive), quiet.Declare(Brake));
        quiet.Apply(1,
        [
            Of("a", null, ("Vehicle.Speed", new SamplingRule { Every = Second })),
            Of("b", Trigger("Vehicle.Speed > 1e9 && rising(CAN.BRAKE.PRESSED)", before: 30, after: 2), ("*", new SamplingRule { DeadBand = 0 })),
        ]);
        var text = SampleValue.Of("D");
        SampleValue[] rowOne = [default, text], rowTwo = [default, default];
        for (var i = 0; i < 2_000; i++)
            Write(i);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 2_000; i < 12_000; i++)
            Write(i);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000);

        void Write(int i)
        {
            (rowOne[0], rowTwo[0], rowTwo[1]) = (SampleValue.Of(i * 0.1), SampleValue.Of(i % 7 == 0), SampleValue.Of((long)i));
            var first = quiet.WriteAsync(one, i * Second / 10, rowOne, CancellationToken.None);
            var second = quiet.WriteAsync(two, i * Second / 10, rowTwo, CancellationToken.None);
            Assert.True(first.IsCompletedSuccessfully && second.IsCompletedSuccessfully);
        }
    }

    private static Scheme Of(string name, SchemeTrigger? trigger, params (string Name, SamplingRule Rule)[] signals) =>
        new(name, [.. signals.Select(signal => new SchemeSignal(signal.Name, signal.Rule))], long.MinValue, long.MaxValue, trigger);

    private static SchemeTrigger Trigger(string condition, long before, long after) =>
        new(PredicateParser.ParseCondition(condition), IsWhile: false, before * Second, after * Second, Interval: 0);

    private long[] Seconds(string signal) => [.. sink.Samples[signal].Select(sample => sample.Time / Second)];

    /// <summary>A row of each group a second: the speed is the second, the gear a text of it.</summary>
    private async Task DriveAsync(int from, int to, Func<int, bool>? isPressed = null, Func<int, long>? force = null)
    {
        for (var second = from; second < to; second++)
        {
            await WriteAsync(drive, second, SampleValue.Of((double)second), SampleValue.Of($"g{second}"));
            await WriteAsync(brake, second, SampleValue.Of(isPressed?.Invoke(second) == true), SampleValue.Of(force?.Invoke(second) ?? second));
        }
    }

    private ValueTask WriteAsync(SignalGroup group, long second, params SampleValue[] values) =>
        collector.WriteAsync(group, second * Second, values, CancellationToken.None);

    private sealed class SilentSink : ISampleSink
    {
        private int groups;

        public SignalGroup Declare(IReadOnlyList<SignalSpec> signals) =>
            new(groups++, [.. signals.Select(signal => new SignalDefinition(1, signal.Name, signal.Type, signal.Unit))]);

        public ValueTask WriteAsync(SignalGroup group, long time, ReadOnlyMemory<SampleValue> values, CancellationToken cancellation) => default;
    }
}
