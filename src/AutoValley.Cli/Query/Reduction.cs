namespace AutoValley.Cli.Query;

/// <summary>How samples are reduced: a bucket's length in nanoseconds, what is said of each, and whether empty ones are given.</summary>
internal sealed record Reduction(ulong Every, Statistics Statistics, bool FillEmpty);
