using AutoValley.Edge.Collecting;
using AutoValley.Edge.Sampling;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Tests.Sources;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Predicates;
using AutoValley.Testing;

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
        collector = new Collector(sink, 1 << 20, sink);
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
    public async Task WriteAsync_SchemeOfHighPriority_GoesToTheUrgentSinkWithTheSameGroups()
    {
        var urgent = new UrgentOf(sink);
        var mixed = new Collector(sink, 1 << 20, urgent);
        var group = mixed.Declare(Drive);
        mixed.Apply(1, [Of("usual", null, ("Vehicle.Gear", SamplingRule.All)), Of("high", Trigger("Vehicle.Speed == 5", before: 2, after: 1), ("Vehicle.Speed", SamplingRule.All)) with { IsHigh = true }]);
        for (var second = 0; second < 10; second++)
            await mixed.WriteAsync(group, second * Second, new[] { SampleValue.Of((double)second), SampleValue.Of("g") }, CancellationToken.None);
        // What was before the trigger, and rows with a sample of the window.
        Assert.Equal([3L, 4, 5, 5, 6, 6], urgent.Times.Select(time => time / Second));
        Assert.Equal((4, 10), (sink.Samples["Vehicle.Speed"].Count, sink.Samples["Vehicle.Gear"].Count));
        Assert.Equal(sink.Groups.Count, sink.Groups.DistinctBy(one => string.Join(' ', one.Signals.Select(signal => signal.Name))).Count() + 1);
    }

    [Fact]
    public async Task WriteAsync_AnySchemesAndRows_CollectsWhatAModelDoes()
    {
        var random = new Random(11);
        for (var round = 0; round < 100; round++)
        {
            var (kept, flags) = (new CollectingSink(), Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, 60).Select(_ => random.Next(4) == 0).ToArray()).ToArray());
            var any = new Collector(kept, 1 << 20, kept);
            var group = any.Declare([.. flags.Select((_, signal) => new SignalSpec($"S{signal}", SignalType.Boolean))]);
            var wanted = Enumerable.Range(0, 60).Select(_ => new bool[4]).ToArray();
            var schemes = Enumerable.Range(0, random.Next(1, 5)).Select(number =>
            {
                var (looked, before, after, isWhile) = (random.Next(4), random.Next(6), random.Next(6), random.Next(2) == 0);
                var signals = Enumerable.Range(0, 4).Where(_ => random.Next(2) == 0).DefaultIfEmpty(0).ToArray();
                Mark(wanted, flags[looked], signals, (before, after, isWhile));
                return Of($"s{number}", Trigger($"S{looked}", before, after) with { IsWhile = isWhile }, [.. signals.Select(signal => ($"S{signal}", SamplingRule.All))]);
            }).ToArray();
            any.Apply(1, schemes);
            for (var second = 0; second < 60; second++)
                await any.WriteAsync(group, second * Second, flags.Select(flag => SampleValue.Of(flag[second])).ToArray(), CancellationToken.None);
            for (var signal = 0; signal < 4; signal++)
            {
                var samples = kept.Samples[$"S{signal}"];
                Assert.Equal(Enumerable.Range(0, 60).Where(second => wanted[second][signal]).Select(second => second * Second), samples.Select(sample => sample.Time).Order());
                Assert.All(samples, sample => Assert.Equal(flags[signal][sample.Time / Second], sample.Value.Boolean));
            }
            var (held, status) = (any.Status.BufferBytes > 0, any.Status);
            Assert.True(status.NotCollected + status.Schemes.Sum(scheme => scheme.Collected) is var told && (held ? told <= 240 : told == 240));
        }
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
        var small = new Collector(sink, 4_096, sink);
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
        var silent = new SilentSink();
        var quiet = new Collector(silent, 1 << 20, silent);
        var (one, two) = (quiet.Declare(Drive), quiet.Declare(Brake));
        quiet.Apply(1,
        [
            Of("a", null, ("Vehicle.Speed", new SamplingRule { Every = Second })),
            Of("b", Trigger("Vehicle.Speed > 1e9 && rising(CAN.BRAKE.PRESSED)", before: 30, after: 2), ("*", new SamplingRule { DeadBand = 0 })),
        ]);
        var text = SampleValue.Of("D");
        SampleValue[] rowOne = [default, text], rowTwo = [default, default];
        var written = 0;
        Assert.InRange(Allocations.Least(() => WriteUpTo(written + 5_000)), 0, 1_000);

        void WriteUpTo(int end)
        {
            while (written < end)
                Write(written++);
        }

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

    /// <summary>What a scheme wants by its windows, worked out from the whole of a flag.</summary>
    private static void Mark(bool[][] wanted, bool[] flag, int[] signals, (int Before, int After, bool IsWhile) trigger)
    {
        for (var second = 0; second < flag.Length; second++)
        {
            // Each second of a condition that holds has a window of a scheme that collects while it does, and the first of an edge.
            if (!flag[second] || (!trigger.IsWhile && second > 0 && flag[second - 1]))
                continue;
            var end = second;
            while (trigger.IsWhile && end < flag.Length && flag[end])
                end++;
            for (var at = Math.Max(0, second - trigger.Before); at <= Math.Min(flag.Length - 1, end + trigger.After); at++)
                Array.ForEach(signals, signal => wanted[at][signal] = true);
        }
    }

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

    private sealed class UrgentOf(ISampleSink sink) : ISampleSink
    {
        public List<long> Times { get; } = [];

        public SignalGroup Declare(IReadOnlyList<SignalSpec> signals) => throw new NotSupportedException();

        public ValueTask WriteAsync(SignalGroup group, long time, ReadOnlyMemory<SampleValue> values, CancellationToken cancellation)
        {
            Times.Add(time);
            return sink.WriteAsync(group, time, values, cancellation);
        }
    }

    private sealed class SilentSink : ISampleSink
    {
        private int groups;

        public SignalGroup Declare(IReadOnlyList<SignalSpec> signals) =>
            new(groups++, [.. signals.Select(signal => new SignalDefinition(1, signal.Name, signal.Type, signal.Unit))]);

        public ValueTask WriteAsync(SignalGroup group, long time, ReadOnlyMemory<SampleValue> values, CancellationToken cancellation) => default;
    }
}
