using AutoValley.Edge.Sampling;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources.Mapping;

/// <summary>An entry of a mapping at work: where its sampling stands, and what it counted. Safe for concurrent use.</summary>
internal sealed class MappedSignal(MappingEntry entry, SamplingRule sampling)
{
    private readonly Lock gate = new();
    private SamplingState state;
    private long outside, leftOut;
    private volatile bool isDeclared;

    public MappingEntry Entry => entry;

    public SamplingRule Sampling => sampling;

    /// <summary>Values outside of the range, dropped or clamped.</summary>
    public long Outside => Interlocked.Read(ref outside);

    /// <summary>Values that its sampling did not ask for.</summary>
    public long LeftOut => Interlocked.Read(ref leftOut);

    /// <summary>Whether a source has such a signal.</summary>
    public bool IsDeclared
    {
        get => isDeclared;
        set => isDeclared = value;
    }

    /// <summary>Converts a value and says whether it goes on; a value of no type does not.</summary>
    public SampleValue Take(SignalConversion conversion, long time, in SampleValue value)
    {
        var converted = conversion.Convert(value, out var isOutside);
        if (isOutside)
            Interlocked.Increment(ref outside);
        if (sampling.IsAll || converted.Type == default)
            return converted;
        lock (gate)
        {
            if (state.Take(sampling, time, converted))
                return converted;
        }
        Interlocked.Increment(ref leftOut);
        return default;
    }
}
