using System.Buffers;
using System.Globalization;

namespace AutoValley.Telemetry;

/// <summary>Lengths of time as people write them in configurations, mappings and conditions.</summary>
public static class Durations
{
    /// <summary>What may be written.</summary>
    public const string Forms = "100ms, 1.5s, 5m or 1h30m (units us, ms, s, m, h, d)";

    /// <summary>Longest one, in nanoseconds: 36,500 days.</summary>
    public const long Longest = 36_500 * 86_400_000_000_000L;

    /// <summary>Longest text, in characters.</summary>
    public const int MaximumLength = 64;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    /// <summary>Reads a length of time, 0 included; several are added.</summary>
    /// <param name="text">As <see cref="Forms"/>; no signs, no spaces.</param>
    /// <param name="nanoseconds">0 to <see cref="Longest"/>.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out long nanoseconds)
    {
        nanoseconds = 0;
        if (text.Length is 0 or > MaximumLength)
            return false;
        var sum = 0.0;
        while (!text.IsEmpty)
        {
            var digits = text.IndexOfAnyExcept(Digits);
            if (digits <= 0 || !double.TryParse(text[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                return false;
            text = text[digits..];
            var letters = text.IndexOfAny(Digits);
            var unit = NanosecondsOf(letters < 0 ? text : text[..letters]);
            sum += number * unit;
            if (unit == 0 || !(sum <= Longest))
                return false;
            text = letters < 0 ? [] : text[letters..];
        }
        nanoseconds = (long)Math.Round(sum);
        return true;
    }

    private static long NanosecondsOf(ReadOnlySpan<char> unit) => unit switch
    {
        "us" => 1_000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        "d" => 86_400_000_000_000,
        _ => 0,
    };
}
