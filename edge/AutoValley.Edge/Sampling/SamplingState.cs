using AutoValley.Telemetry;

namespace AutoValley.Edge.Sampling;

/// <summary>Where one signal stands with a <see cref="SamplingRule"/>: its last sample that went on. Not safe for concurrent use.</summary>
internal struct SamplingState
{
    private bool began;
    private long lastTime;
    private SampleValue lastValue;

    /// <summary>Whether a sample goes on; if it does it is the last one from now on.</summary>
    public bool Take(SamplingRule rule, long time, in SampleValue value)
    {
        if (began && time >= lastTime && !IsDue(rule, time, value))
            return false;
        (began, lastTime, lastValue) = (true, time, value);
        return true;
    }

    private readonly bool IsDue(SamplingRule rule, long time, in SampleValue value)
    {
        var passed = (Int128)time - lastTime;
        if (rule.Every > 0 && PeriodOf(time, rule.Every) == PeriodOf(lastTime, rule.Every))
            return false;
        if (passed < rule.AtMostEach)
            return false;
        return rule.DeadBand is not { } band || passed >= rule.Heartbeat || Differs(value, band);
    }

    private static long PeriodOf(long time, long period) => (time / period) - (time % period < 0 ? 1 : 0);

    private readonly bool Differs(in SampleValue value, double band)
    {
        switch (value.Type)
        {
            case SignalType.Double:
                var (last, next) = (lastValue.Double, value.Double);
                return double.IsNaN(last) || double.IsNaN(next) ? double.IsNaN(last) != double.IsNaN(next) : last != next && !(Math.Abs(next - last) <= band);
            case SignalType.Integer:
                return value.Integer != lastValue.Integer && !((double)Int128.Abs((Int128)value.Integer - lastValue.Integer) <= band);
            default:
                return value != lastValue;
        }
    }
}
