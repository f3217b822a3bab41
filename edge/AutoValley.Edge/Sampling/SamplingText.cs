using System.Globalization;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Sampling;

/// <summary>Intervals of sampling as people write them.</summary>
internal static class SamplingText
{
    /// <summary>What may be written.</summary>
    public const string Forms = "an interval as 100ms or 1.5s, or a rate as 10/s or 6/m; a day at the longest";

    /// <summary>Reads an interval or a rate.</summary>
    /// <param name="text">As <see cref="Forms"/>.</param>
    /// <param name="interval">Nanoseconds, 1 to <see cref="SamplingRule.LongestInterval"/>.</param>
    public static bool TryParse(string text, out long interval)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
            return Durations.TryParse(text, out interval) && IsInterval(interval);
        interval = 0;
        if (!double.TryParse(text.AsSpan(0, slash), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) || !(rate > 0))
            return false;
        if (!Durations.TryParse($"1{text.AsSpan(slash + 1)}", out var per))
            return false;
        var exact = per / rate;
        interval = exact <= SamplingRule.LongestInterval ? (long)Math.Round(exact) : 0;
        return IsInterval(interval);
    }

    private static bool IsInterval(long interval) => interval is >= 1 and <= SamplingRule.LongestInterval;
}
