using System.Globalization;

namespace AutoValley.Telemetry;

/// <summary>Time as the house keeps it: <see cref="long"/> Unix nanoseconds, UTC.</summary>
public static class UnixTime
{
    /// <summary>Nanoseconds a second.</summary>
    public const long NanosPerSecond = 1_000_000_000;

    /// <summary>Nanoseconds a day of UTC.</summary>
    public const long NanosPerDay = 86_400 * NanosPerSecond;

    private const long NanosPerTick = 100;

    /// <summary>Now, by the clock given.</summary>
    public static long Now(TimeProvider clock) => From(clock.GetUtcNow());

    /// <summary>The instant in nanoseconds; outside 1677…2262 it is the nearest that fits.</summary>
    public static long From(DateTimeOffset instant)
    {
        var nanos = (Int128)(instant.UtcTicks - DateTime.UnixEpoch.Ticks) * NanosPerTick;
        return (long)Int128.Clamp(nanos, long.MinValue, long.MaxValue);
    }

    /// <summary>The day of UTC that a time is of, numbered from 1970-01-01.</summary>
    public static int DayOf(long nanos) => (int)(nanos / NanosPerDay) - (nanos % NanosPerDay < 0 ? 1 : 0);

    /// <summary>The instant, rounded down to 100 ns.</summary>
    public static DateTimeOffset ToDateTimeOffset(long nanos) =>
        new(DateTime.UnixEpoch.Ticks + (long)Math.Floor(nanos / (decimal)NanosPerTick), TimeSpan.Zero);

    /// <summary>ISO 8601 with nine decimals and Z.</summary>
    public static string ToText(long nanos)
    {
        var second = Math.DivRem(nanos, NanosPerSecond, out var fraction);
        if (fraction < 0)
            (second, fraction) = (second - 1, fraction + NanosPerSecond);
        var whole = DateTime.UnixEpoch.AddSeconds(second).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{whole}.{fraction:D9}Z");
    }
}
