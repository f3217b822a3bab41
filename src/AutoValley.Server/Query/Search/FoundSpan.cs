namespace AutoValley.Server.Query.Search;

/// <summary>A maximal span of time in which a predicate holds, half-open, in Unix nanoseconds.</summary>
/// <param name="From">First instant.</param>
/// <param name="To">First instant after it.</param>
/// <param name="IsCutAtFrom">It holds at the very start of what was searched, and may have begun before.</param>
/// <param name="IsCutAtTo">It holds up to the end of what was searched, and may go on.</param>
internal readonly record struct FoundSpan(long From, long To, bool IsCutAtFrom, bool IsCutAtTo);
