using System.Globalization;
using System.Text.RegularExpressions;

namespace AutoValley.Cli.Time;

/// <summary>Instants as people and scripts write them, as Unix nanoseconds, UTC.</summary>
internal static partial class InstantText
{
    public const string Forms = "ISO 8601 (UTC unless an offset is given), Unix seconds or nanoseconds, now, -5m or now-1h";
    public const long NanosPerSecond = 1_000_000_000;

    private const int MaximumSecondsDigits = 11;
    private const int MinimumNanosDigits = 17;

    /// <summary>Reads an instant.</summary>
    /// <param name="text">In one of <see cref="Forms"/>; nanoseconds of few digits have ns behind them.</param>
    /// <param name="now">What now means, in Unix nanoseconds.</param>
    /// <returns>Unix nanoseconds.</returns>
    /// <exception cref="FormatException">Says what is wrong, for people.</exception>
    public static long Parse(string text, long now)
    {
        var nanos = Relative().Match(text) is { Success: true } relative ? now + OfOffset(relative)
            : Number().Match(text) is { Success: true } number ? OfNumber(text, number)
            : Iso().Match(text) is { Success: true } iso ? OfIso(text, iso)
            : throw new FormatException($"'{text}' is no time; write {Forms}");
        return nanos >= long.MinValue && nanos <= long.MaxValue
            ? (long)nanos
            : throw new FormatException($"'{text}' lies outside of the years 1678 to 2261");
    }

    /// <summary>ISO 8601 with nine decimals and Z.</summary>
    public static string Format(long nanos)
    {
        var second = Math.DivRem(nanos, NanosPerSecond, out var fraction);
        if (fraction < 0)
            (second, fraction) = (second - 1, fraction + NanosPerSecond);
        return string.Create(CultureInfo.InvariantCulture, $"{DateTime.UnixEpoch.AddSeconds(second):yyyy-MM-ddTHH:mm:ss}.{fraction:D9}Z");
    }

    private static Int128 OfOffset(Match match)
    {
        var length = match.Groups["length"].Success ? DurationText.Parse(match.Groups["length"].Value) : 0;
        return match.Groups["sign"].Value == "-" ? -(Int128)length : length;
    }

    private static Int128 OfNumber(string text, Match match)
    {
        var (digits, fraction) = (match.Groups["digits"].Value, match.Groups["fraction"].Value);
        var whole = Int128.Parse(digits, CultureInfo.InvariantCulture);
        if (match.Groups["ns"].Success || (digits.Length >= MinimumNanosDigits && fraction.Length == 0))
            return whole;
        if (digits.Length <= MaximumSecondsDigits)
            return (whole * NanosPerSecond) + OfFraction(fraction);
        throw new FormatException($"'{text}' is neither Unix seconds ({MaximumSecondsDigits} digits at most) "
            + $"nor nanoseconds ({MinimumNanosDigits} digits at least)");
    }

    private static Int128 OfIso(string text, Match match)
    {
        string[] formats = ["yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss"];
        var time = match.Groups["time"].Success ? match.Groups["time"].Value : "00:00";
        var whole = $"{match.Groups["date"].Value} {time}";
        if (!DateTime.TryParseExact(whole, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            throw new FormatException($"'{text}' names a day or a time of day that does not exist");
        var ticks = local.Ticks - OfZone(match) - DateTime.UnixEpoch.Ticks;
        return ((Int128)ticks * TimeSpan.NanosecondsPerTick) + OfFraction(match.Groups["fraction"].Value);
    }

    private static long OfZone(Match match)
    {
        if (!match.Groups["hours"].Success)
            return 0;
        var hours = int.Parse(match.Groups["hours"].ValueSpan, CultureInfo.InvariantCulture);
        var minutes = int.Parse(match.Groups["minutes"].ValueSpan, CultureInfo.InvariantCulture);
        return new TimeSpan(hours, minutes, 0).Ticks * (match.Groups["sign"].Value == "-" ? -1 : 1);
    }

    private static long OfFraction(string digits) => long.Parse(digits.PadRight(9, '0'), CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^now$|^(?:now)?(?<sign>[+-])(?<length>\d.*[a-z])$", RegexOptions.CultureInvariant)]
    private static partial Regex Relative();

    [GeneratedRegex(@"^(?<digits>\d{1,19})(?:\.(?<fraction>\d{1,9})|(?<ns>ns))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(
        @"^(?<date>\d{4}-\d\d-\d\d)
           (?:[Tt\ ](?<time>\d\d:\d\d(?::\d\d)?)
              (?:(?<=:\d\d:\d\d)[.,](?<fraction>\d{1,9}))?
              (?:[Zz]|(?<sign>[+-])(?<hours>0\d|1[0-4]):?(?<minutes>[0-5]\d))?)?$",
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Iso();
}
