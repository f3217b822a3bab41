namespace AutoValley.Cli.Query;

/// <summary>How samples are reduced: a bucket's length in nanoseconds, and what is said of each.</summary>
internal sealed record Reduction(ulong Every, Statistics Statistics);
