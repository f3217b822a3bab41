namespace AutoValley.Server.Query.Search.Spans;

/// <summary>What statistics say of a test over a stretch of samples.</summary>
internal enum Verdict
{
    /// <summary>No sample of it passes.</summary>
    Never,

    /// <summary>They do not tell.</summary>
    Undecided,

    /// <summary>All samples of it that are no NaN pass.</summary>
    Always,
}
