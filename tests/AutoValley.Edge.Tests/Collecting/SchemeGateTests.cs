using AutoValley.Edge.Collecting;
using AutoValley.Telemetry.Predicates;

namespace AutoValley.Edge.Tests.Collecting;

public sealed class SchemeGateTests
{
    [Fact]
    public void Edge_EachBeginning_OpensAWindowAroundIt()
    {
        var gate = Gate(isWhile: false, before: 10, after: 5);
        Assert.Null(gate.Look(100, null));
        Assert.Equal(91, gate.Look(101, true));
        Assert.Null(gate.Look(102, true));
        Assert.Null(gate.Look(103, false));
        Assert.Equal(Enumerable.Range(91, 16), Open(gate));
        Assert.Equal(95, gate.Look(105, true));
        Assert.Equal(Enumerable.Range(91, 20), Open(gate));
        Assert.Equal((2, 1), (gate.Triggers, gate.Windows));
        gate.Look(120, false);
        Assert.Equal(120, gate.Look(130, true));
        Assert.Equal((3, 2), (gate.Triggers, gate.Windows));
        Assert.Equal(Enumerable.Range(120, 16), Open(gate));
    }

    [Fact]
    public void While_AsLongAsItHolds_IsOpenFromBeforeToAfter()
    {
        var gate = Gate(isWhile: true, before: 3, after: 2);
        Assert.Equal(97, gate.Look(100, true));
        Assert.True(gate.IsOpen(1_000));
        Assert.False(gate.IsOpen(96));
        Assert.Null(gate.Look(110, true));
        Assert.Null(gate.Look(120, null));
        Assert.Equal(Enumerable.Range(97, 26), Open(gate));
    }

    [Fact]
    public void Edge_SoonerThanTheInterval_DoesNotTrigger()
    {
        var gate = Gate(isWhile: false, before: 0, after: 1, interval: 50);
        Assert.NotNull(gate.Look(100, true));
        gate.Look(101, false);
        Assert.Null(gate.Look(149, true));
        Assert.Null(gate.Look(160, true));
        gate.Look(161, false);
        Assert.NotNull(gate.Look(162, true));
    }

    [Fact]
    public void While_SoonerThanTheInterval_TriggersLate()
    {
        var gate = Gate(isWhile: true, before: 0, after: 1, interval: 50);
        Assert.NotNull(gate.Look(100, true));
        gate.Look(101, false);
        Assert.Null(gate.Look(140, true));
        Assert.Equal(150, gate.Look(150, true));
    }

    [Fact]
    public void Look_ClockSetBack_NeitherBlocksNorLosesTheWindow()
    {
        var edge = Gate(isWhile: false, before: 0, after: 1, interval: 50);
        edge.Look(1_000_000, true);
        edge.Look(10, false);
        Assert.NotNull(edge.Look(11, true));
        var held = Gate(isWhile: true, before: 0, after: 1);
        held.Look(1_000_000, true);
        held.Look(10, true);
        Assert.True(held.IsOpen(10));
    }

    [Fact]
    public void Look_TimesAtTheEnds_DoNotOverflow()
    {
        var gate = Gate(isWhile: false, before: SchemeLimits.Before, after: SchemeLimits.After);
        Assert.Equal(long.MinValue, gate.Look(long.MinValue + 1, true));
        gate.Look(0, false);
        gate.Look(long.MaxValue - 1, true);
        Assert.True(gate.IsOpen(long.MaxValue));
    }

    private static IEnumerable<int> Open(SchemeGate gate) => Enumerable.Range(0, 1_000).Where(time => gate.IsOpen(time));

    private static SchemeGate Gate(bool isWhile, long before, long after, long interval = 0) =>
        new(new SchemeTrigger(PredicateParser.ParseCondition("A"), isWhile, before, after, interval));
}
