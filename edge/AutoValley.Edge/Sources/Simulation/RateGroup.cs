using AutoValley.Edge.Sources.Simulation.Signals;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources.Simulation;

/// <summary>The signals of one rate: they share their time stamps and one buffer that is filled again and again.</summary>
internal sealed class RateGroup
{
    private readonly SimulatedSignal[] signals;
    private readonly SampleValue[] values;
    private readonly int period;
    private readonly SignalGroup group;

    /// <param name="sink">Where the signals are declared.</param>
    /// <param name="signals">One or more.</param>
    /// <param name="period">Ticks from one sample to the next.</param>
    public RateGroup(ISampleSink sink, IEnumerable<SimulatedSignal> signals, int period)
    {
        (this.signals, this.period) = ([.. signals], period);
        values = new SampleValue[this.signals.Length];
        group = sink.Declare([.. this.signals.Select(signal => signal.Spec)]);
    }

    public bool IsDue(long tick) => tick % period == 0;

    public ValueTask WriteAsync(ISampleSink sink, long time, Vehicle vehicle, Noise noise, CancellationToken cancellation)
    {
        for (var i = 0; i < values.Length; i++)
            values[i] = signals[i].Read(vehicle, noise);
        return sink.WriteAsync(group, time, values, cancellation);
    }
}
