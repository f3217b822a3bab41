using AutoValley.Site.Occupancy;

namespace AutoValley.Site.Rules;

/// <summary>How fast a vehicle's heading turns, smoothed, from fix to fix. By default nothing is known, which is straight on.</summary>
/// <param name="Time">Of the newest fix, Unix nanoseconds.</param>
/// <param name="Heading">Its heading, degrees.</param>
/// <param name="Rate">Degrees a second, clockwise.</param>
/// <param name="Since">When the heading became that, Unix nanoseconds.</param>
/// <param name="Interval">Seconds between the last two headings that differed: some receivers tell them more seldom than places. 0 for unknown.</param>
internal readonly record struct Turn(long Time, double Heading, double Rate, long Since, double Interval)
{
    private const double NanosPerSecond = 1e9;

    /// <summary>Longer apart, two fixes say nothing of what was between them.</summary>
    private const double MaximumSeconds = 2;

    /// <summary>As it is at the next fix; an older one or the same changes nothing.</summary>
    public Turn After(in VehicleFix fix, RuleOptions options)
    {
        var (step, same) = (Seconds(fix.Time, Time), Seconds(fix.Time, Since));
        if (step <= 0 && this != default)
            return this;
        if (this == default || step > MaximumSeconds || !double.IsFinite(fix.Heading) || !double.IsFinite(Heading))
            return new Turn(fix.Time, fix.Heading, 0, fix.Time, 0);
        var change = Math.IEEERemainder(fix.Heading - Heading, 360);
        var isOnTime = same <= 2 * Interval;
        if (change == 0)
            return this with { Time = fix.Time, Rate = isOnTime ? Rate : Rate * Math.Exp(-step / options.TurnSmoothing) };
        var seconds = isOnTime ? same : step;
        var measured = Math.Clamp(change / seconds, -options.MaximumTurnRate, options.MaximumTurnRate);
        var rate = Rate + ((1 - Math.Exp(-seconds / options.TurnSmoothing)) * (measured - Rate));
        return new Turn(fix.Time, fix.Heading, rate, fix.Time, Math.Min(same, MaximumSeconds / 2));
    }

    /// <summary>Radians a second that a vehicle is taken to turn by: no more than its tyres hold, and none where it stands or noise decides.</summary>
    public double Expected(in VehicleFix fix, RuleOptions options)
    {
        var speed = Math.Abs(fix.Speed) / 3.6;
        if (!(Math.Abs(Rate) >= options.MinimumTurnRate) || !(Math.Abs(fix.Speed) >= options.DrivingSpeed))
            return 0;
        var most = options.MaximumLateralAcceleration / speed;
        return Math.Clamp(double.DegreesToRadians(Rate), -most, most);
    }

    private static double Seconds(long later, long earlier) => (later - (double)earlier) / NanosPerSecond;
}
