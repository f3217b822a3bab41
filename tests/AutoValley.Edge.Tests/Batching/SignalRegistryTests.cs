using AutoValley.Edge.Batching;
using AutoValley.Edge.Sources;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Tests.Batching;

public sealed class SignalRegistryTests
{
    private static readonly SignalSpec Speed = new("Vehicle.Speed", SignalType.Double, "km/h");
    private static readonly SignalSpec Gear = new("Vehicle.Gear", SignalType.Integer);

    private readonly SignalRegistry registry = new();

    [Fact]
    public void Declare_SignalsOfTwoGroups_SharesIdsByName()
    {
        var first = registry.Declare([Speed, Gear]);
        var second = registry.Declare([Gear]);

        Assert.Equal([1u, 2u], first.Signals.Select(signal => signal.Id));
        Assert.Equal([2u], second.Signals.Select(signal => signal.Id));
        Assert.Equal((0, 1), (first.Id, second.Id));
        Assert.Equal(2, registry.Count);
        Assert.Equal(["Vehicle.Speed", "Vehicle.Gear"], registry.Snapshot().Select(signal => signal.Name));
    }

    [Fact]
    public void Declare_OtherTypeOrUnit_Throws()
    {
        registry.Declare([Speed]);

        Assert.Contains("Integer", Assert.Throws<ArgumentException>(() => registry.Declare([Speed with { Type = SignalType.Integer }])).Message, StringComparison.Ordinal);
        Assert.Contains("'m/s'", Assert.Throws<ArgumentException>(() => registry.Declare([Speed with { Unit = "m/s" }])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Declare_OneUnusableSignal_AddsNoneOfTheGroup()
    {
        Assert.Throws<ArgumentException>(() => registry.Declare([Speed, new SignalSpec("no name", SignalType.Double)]));
        Assert.Throws<ArgumentException>(() => registry.Declare([Speed, Speed]));
        Assert.Throws<ArgumentException>(() => registry.Declare([]));
        Assert.Throws<ArgumentException>(() => registry.Declare([Speed with { Description = new string('x', 1025) }]));
        Assert.Throws<ArgumentException>(() => registry.Declare([Speed with { Unit = new string('x', 33) }]));

        Assert.Equal(0, registry.Count);
    }

    [Fact]
    public void Declare_MoreThanTheLimit_Throws()
    {
        for (var start = 0; start < SignalRegistry.MaximumSignals; start += 1024)
            registry.Declare([.. Enumerable.Range(start, 1024).Select(number => new SignalSpec($"s{number}", SignalType.Boolean))]);

        Assert.Throws<ArgumentException>(() => registry.Declare([Speed]));
    }

    [Fact]
    public void Owns_GroupOfAnotherSession_IsFalse()
    {
        var mine = registry.Declare([Speed]);

        Assert.True(registry.Owns(mine));
        Assert.False(registry.Owns(new SignalRegistry().Declare([Speed])));
    }
}
