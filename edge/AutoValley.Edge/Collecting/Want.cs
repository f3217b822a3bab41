using AutoValley.Edge.Sampling;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Collecting;

/// <summary>What a scheme wants of one signal. Not safe for concurrent use.</summary>
internal sealed class Want(ActiveScheme scheme, SamplingRule rule)
{
    private SamplingState state;
    private long window;

    public ActiveScheme Scheme => scheme;

    public SamplingRule Rule => rule;

    /// <summary>Whether a sample is wanted: now, or perhaps later, when a trigger comes; then its scheme buffers.</summary>
    public bool Take(long time, in SampleValue value)
    {
        if (!(scheme.Buffers ? scheme.IsValid(time) : scheme.IsOpen(time)))
            return false;
        // Where nothing is kept from before the trigger, sampling begins with the window: its first value always goes.
        if (!scheme.Buffers && window != scheme.Windows)
            (state, window) = (default, scheme.Windows);
        return state.Take(rule, time, value);
    }
}
