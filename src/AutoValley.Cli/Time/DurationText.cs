using System.Globalization;
using System.Text.RegularExpressions;

namespace AutoValley.Cli.Time;

/// <summary>Lengths of time as people write them.</summary>
internal static partial class DurationText
{
    public const string Forms = "100ms, 1.5s, 5m or 1h30m (units ns, us, ms, s, m, h, d)";

    /// <summary>Reads a length of time, 0 included; several are added.</summary>
    /// <returns>Nanoseconds.</returns>
    /// <exception cref="FormatException">Says what is wrong, for people.</exception>
    public static long Parse(string text)
    {
        var match = Duration().Match(text);
        if (!match.Success)
            throw new FormatException($"'{text}' is no length of time; write {Forms}");
        try
        {
            var sum = match.Groups["number"].Captures.Zip(match.Groups["unit"].Captures, (number, unit) =>
                decimal.Parse(number.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * NanosOf(unit.Value)).Sum();
            return decimal.ToInt64(decimal.Round(sum));
        }
        catch (OverflowException)
        {
            throw new FormatException($"'{text}' is longer than 292 years");
        }
    }

    private static long NanosOf(string unit) => unit switch
    {
        "ns" => 1,
        "us" => 1_000,
        "ms" => 1_000_000,
        "s" => InstantText.NanosPerSecond,
        "m" => 60 * InstantText.NanosPerSecond,
        "h" => 3_600 * InstantText.NanosPerSecond,
        _ => 86_400 * InstantText.NanosPerSecond,
    };

    [GeneratedRegex(@"^(?:(?<number>\d+(?:\.\d+)?)(?<unit>ns|us|ms|s|m|h|d))+$", RegexOptions.CultureInvariant)]
    private static partial Regex Duration();
}
