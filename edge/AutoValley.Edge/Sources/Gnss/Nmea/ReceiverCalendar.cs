using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources.Gnss.Nmea;

/// <summary>
/// Gives a receiver's times of day their date: that of the same epoch; else the last one, a day later when midnight passed in between;
/// else the one nearest to a time that is known to be within half a day.
/// </summary>
internal sealed class ReceiverCalendar
{
    private const long HalfDay = UnixTime.NanosPerDay / 2;

    private long? day;
    private long last;

    /// <summary>The epoch's time by the receiver, Unix nanoseconds; null when it told none or the date is not known.</summary>
    /// <param name="epoch">With or without a date.</param>
    /// <param name="near">A time within half a day of it; null when nothing is known.</param>
    public long? Resolve(NmeaEpoch epoch, long? near)
    {
        if (epoch.TimeOfDay is not { } time)
            return null;
        day = epoch.Day ?? Next(time) ?? Nearest(time, near);
        last = time;
        return (day * UnixTime.NanosPerDay) + time;
    }

    private long? Next(long time) => (time - last) switch
    {
        < -HalfDay => day + 1,
        > HalfDay => day - 1,
        _ => day,
    };

    private static long? Nearest(long time, long? near) =>
        near is { } known ? (long)Math.Round((known - time) / (double)UnixTime.NanosPerDay) : null;
}
