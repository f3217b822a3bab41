namespace AutoValley.Storage.Site;

/// <summary>
/// Finds spans of time that share some with another one. Rows of about one length lie together in an index, by their start: of those that are shorter than an hour none can reach
/// into a time that begins more than an hour after it. So few rows are looked at that are not found, however many there are before.
/// </summary>
internal static class LengthClass
{
    /// <summary>The class of a visit, in SQL.</summary>
    public const string OfVisit = "CASE WHEN leave IS NULL THEN 3 WHEN leave - enter < 3600000000000 THEN 0 WHEN leave - enter < 86400000000000 THEN 1 ELSE 2 END";

    /// <summary>The class of a booking, in SQL.</summary>
    public const string OfBooking = "CASE WHEN to_time - from_time < 3600000000000 THEN 0 WHEN to_time - from_time < 86400000000000 THEN 1 ELSE 2 END";

    // Nanoseconds that rows of a class are shorter than. Those of a day and more are few, and so are those that go on.
    private static readonly long?[] Longest = [3_600_000_000_000, 86_400_000_000_000, null, null];

    /// <summary>A condition for each class; together they are true for all rows behind the last one that may end after a time.</summary>
    /// <param name="search">Where the conditions belong.</param>
    /// <param name="classes">How many there are.</param>
    /// <param name="start">The column that rows of a class are ordered by first.</param>
    /// <param name="from">The time, Unix nanoseconds.</param>
    /// <param name="after">Of the row that the last answer ended with, its start and the condition for being behind it; null for the first answer.</param>
    public static IEnumerable<string> Each(SearchText search, int classes, string start, long from, (long Start, string Condition)? after) =>
        Longest.Take(classes).Select((longest, number) => $"length_class = {number} AND {Bound(search, longest, start, from, after)}");

    // One bound alone, the nearer one: an index has use for one.
    private static string Bound(SearchText search, long? longest, string start, long from, (long Start, string Condition)? after)
    {
        var first = longest is { } length && from > long.MinValue + length ? from - length : long.MinValue;
        if (after is { } last && last.Start >= first)
            return last.Condition;
        return first > long.MinValue ? $"{start} >= {search.Parameter(first)}" : "1";
    }
}
