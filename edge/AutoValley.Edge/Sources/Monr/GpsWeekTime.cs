using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources.Monr;

/// <summary>
/// Time of a GPS week (from Sunday 0:00 GPS time, which has no leap seconds) as Unix time. A message says the time of the week alone, so the week
/// is the one that brings it nearest to the time of receipt.
/// </summary>
internal static class GpsWeekTime
{
    /// <summary>Seconds that GPS time is ahead of UTC, since 2017.</summary>
    public const int LeapSeconds = 18;

    /// <summary>Says that the time is not known.</summary>
    public const uint Unavailable = uint.MaxValue;

    private const long NanosPerQuarter = 250_000;
    private const uint QuartersPerWeek = 7 * 86_400 * 4_000u;
    private const long NanosPerWeek = QuartersPerWeek * NanosPerQuarter;

    // 1980-01-06.
    private const long Epoch = 315_964_800;

    /// <summary>Whether this is a time of a week.</summary>
    public static bool IsTime(uint quarters) => quarters < QuartersPerWeek;

    /// <summary>The time nearest to receipt, Unix nanoseconds.</summary>
    /// <param name="quarters">Quarter milliseconds of the week.</param>
    /// <param name="received">Time of receipt, Unix nanoseconds.</param>
    /// <param name="leapSeconds">How far GPS time is ahead of UTC.</param>
    public static long Nearest(uint quarters, long received, int leapSeconds)
    {
        var shift = (Epoch - leapSeconds) * UnixTime.NanosPerSecond;
        var ofWeek = quarters * NanosPerQuarter;
        var week = Math.Round((decimal)(received - shift - ofWeek) / NanosPerWeek, MidpointRounding.AwayFromZero);
        return shift + ofWeek + ((long)week * NanosPerWeek);
    }
}
