using AutoValley.Telemetry;

namespace AutoValley.Site.Occupancy;

/// <summary><see cref="OccupancyOptions"/> in nanoseconds, and what they say of a single fix.</summary>
internal sealed class TrackerRules(OccupancyOptions options)
{
    private const double KilometresPerHour = 3.6;

    private readonly long futureLimit = Nanos(options.FutureLimit);
    private readonly long lateAfter = Nanos(options.LateAfter);
    private readonly long clockErrorLimit = Nanos(options.ClockErrorLimit);
    private readonly long assumedClockError = Nanos(options.AssumedClockError);

    public OccupancyOptions Options => options;

    /// <summary>Nanoseconds.</summary>
    public long Dwell { get; } = Nanos(options.Dwell);

    /// <summary>Nanoseconds.</summary>
    public long StaleAfter { get; } = Nanos(options.StaleAfter);

    /// <summary>Nanoseconds.</summary>
    public long BehindAfter { get; } = Nanos(options.BehindAfter);

    /// <summary>Nanoseconds.</summary>
    public long LagTolerance { get; } = Nanos(options.LagTolerance);

    /// <summary>Nanoseconds between two times; hostile ones must not wrap around.</summary>
    public static long Difference(long later, long earlier) => (long)Int128.Clamp((Int128)later - earlier, long.MinValue, long.MaxValue);

    /// <summary>Whether a fix says by itself that its time is right, or no clock's: it is late on its way then.</summary>
    public bool IsClockGood(in VehicleFix fix) => fix.IsRecorded || (fix.ClockError >= 0 && fix.ClockError <= clockErrorLimit);

    public bool IsFuture(FixTimes times) => Difference(times.Event, times.Receive) > futureLimit;

    public bool IsTooOld(FixTimes times) => Difference(times.Receive, times.Event) > lateAfter;

    public VehicleDoubts DoubtsOf(in VehicleFix fix, bool isFuture)
    {
        var isClockBad = isFuture || ClockError(fix) > clockErrorLimit;
        return (isClockBad ? VehicleDoubts.Clock : 0) | (Accuracy(fix) > options.AccuracyLimit ? VehicleDoubts.Accuracy : 0);
    }

    /// <summary>Metres within which the vehicle is: its receiver's accuracy, and how far it goes in the time its clock may be off.</summary>
    public Margin MarginOf(in VehicleFix fix, VehicleDoubts doubts)
    {
        var seconds = Math.Min(ClockError(fix), clockErrorLimit) / (double)UnixTime.NanosPerSecond;
        var metres = Accuracy(fix) + (Speed(fix) / KilometresPerHour * seconds) + (doubts == VehicleDoubts.None ? 0 : options.DoubtMargin);
        return new Margin(
            Math.Min(metres, options.MaximumMargin),
            metres <= options.MaximumMargin ? Nearness.Clear : Nearness.Near,
            doubts == VehicleDoubts.None ? Nearness.Deep : Nearness.Possible);
    }

    /// <summary>Whether no vehicle gets from one fix to the other.</summary>
    public bool IsJump(in VehicleFix from, FixTimes times, in VehicleFix to, FixTimes now)
    {
        var seconds = Math.Max(Math.Abs(Difference(now.Event, times.Event)), Difference(now.Receive, times.Receive)) / (double)UnixTime.NanosPerSecond;
        var possible = (options.MaximumSpeed / KilometresPerHour * seconds) + Accuracy(from) + Accuracy(to) + options.JumpAllowance;
        return from.Place.DistanceTo(to.Place) > possible;
    }

    private static long Nanos(TimeSpan span) => span.Ticks * 100;

    private double Accuracy(in VehicleFix fix) => fix.Accuracy >= 0 ? fix.Accuracy : options.AssumedAccuracy;

    private long ClockError(in VehicleFix fix) => fix.ClockError is >= 0 and < long.MaxValue ? fix.ClockError : assumedClockError;

    private double Speed(in VehicleFix fix) => double.IsFinite(fix.Speed) ? Math.Abs(fix.Speed) : options.AssumedSpeed;
}
