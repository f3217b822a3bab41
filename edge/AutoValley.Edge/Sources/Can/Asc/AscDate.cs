using System.Globalization;

namespace AutoValley.Edge.Sources.Can.Asc;

/// <summary>
/// The dates of an ASC log: <c>Thu Aug 02 04:14:48.230 PM 2018</c>, <c>Mit Okt 10 13:11:12 2018</c>. Such a date says no time zone; it is taken as UTC.
/// </summary>
internal static class AscDate
{
    // Vector's tools write the months of the user's language; English and German.
    private static readonly string[][] Months =
    [
        ["Jan"], ["Feb"], ["Mar", "Mär", "Mrz"], ["Apr"], ["May", "Mai"], ["Jun"], ["Jul"], ["Aug"], ["Sep"], ["Oct", "Okt"], ["Nov"], ["Dec", "Dez"],
    ];

    /// <summary>Unix nanoseconds; null when the text is no such date.</summary>
    public static long? Parse(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is not (5 or 6))
            return null;
        var month = Array.FindIndex(Months, names => names.Any(name => words[1].StartsWith(name, StringComparison.OrdinalIgnoreCase))) + 1;
        var half = words.Length == 6 ? words[4].ToUpperInvariant() : "";
        if (month == 0 || half is not ("" or "AM" or "PM")
            || !int.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out var day)
            || !int.TryParse(words[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            || !TimeSpan.TryParseExact(words[3], [@"h\:m\:s", @"h\:m\:s\.FFFFFFF"], CultureInfo.InvariantCulture, out var time)
            || year is < 1970 or > 2261 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return null;
        if (half.Length > 0 && time.Hours is 0 or > 12 && half.Length > 0)
            return null;
        if (half.Length > 0)
            time += TimeSpan.FromHours((time.Hours == 12 ? -12 : 0) + (half == "PM" ? 12 : 0));
        var date = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc) + time;
        return (date - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
    }
}
