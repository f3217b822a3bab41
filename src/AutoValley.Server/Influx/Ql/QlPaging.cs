namespace AutoValley.Server.Influx.Ql;

/// <summary>What of the answer is given: rows of each series, and series. 0 is no limit.</summary>
internal readonly record struct QlPaging(long Limit, long Offset, long SeriesLimit, long SeriesOffset);
