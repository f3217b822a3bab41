using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources.Mapping;

/// <summary>What a mapping entry makes of the values of a signal of a known type and unit.</summary>
internal sealed record SignalConversion
{
    /// <summary>The signal as it goes on.</summary>
    public required SignalSpec Target { get; init; }

    /// <summary>value = source × factor + offset.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>value = source × factor + offset.</summary>
    public double Offset { get; init; }

    /// <summary>Least value; minus infinity for none.</summary>
    public double Minimum { get; init; } = double.NegativeInfinity;

    /// <summary>Greatest value; infinity for none.</summary>
    public double Maximum { get; init; } = double.PositiveInfinity;

    /// <summary>Whether what is outside becomes the nearest value inside, instead of nothing.</summary>
    public bool Clamps { get; init; }

    /// <summary>Whether any value can be outside.</summary>
    public bool HasRange => Minimum > double.NegativeInfinity || Maximum < double.PositiveInfinity;

    /// <summary>Converts a value.</summary>
    /// <param name="value">As the source gave it.</param>
    /// <param name="isOutside">Whether it is outside of its range.</param>
    /// <returns>The value as it goes on; default, a value of no type, when it does not.</returns>
    public SampleValue Convert(in SampleValue value, out bool isOutside)
    {
        var converted = Scaled(value);
        isOutside = HasRange && !(NumberOf(converted) is var number && number >= Minimum && number <= Maximum);
        return isOutside ? Limited(converted) : converted;
    }

    private static double NumberOf(in SampleValue value) => value.Type == SignalType.Integer ? value.Integer : value.Double;

    private SampleValue Scaled(in SampleValue value)
    {
        if (Target.Type == value.Type && Factor == 1 && Offset == 0)
            return value;
        var number = NumberOf(value);
        return Target.Type == SignalType.Boolean ? SampleValue.Of(number != 0) : SampleValue.Of((number * Factor) + Offset);
    }

    // What is not a number has no nearest one.
    private SampleValue Limited(in SampleValue value)
    {
        var number = NumberOf(value);
        if (!Clamps || double.IsNaN(number))
            return default;
        var limit = Math.Clamp(number, Minimum, Maximum);
        return value.Type == SignalType.Integer ? SampleValue.Of((long)(number < Minimum ? Math.Ceiling(limit) : Math.Floor(limit))) : SampleValue.Of(limit);
    }
}
