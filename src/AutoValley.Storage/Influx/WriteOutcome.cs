namespace AutoValley.Storage.Influx;

/// <summary>What came of a request to write.</summary>
internal enum WriteOutcome
{
    /// <summary>All lines are stored.</summary>
    Written,

    /// <summary>It is too large; halves may not be.</summary>
    TooLarge,

    /// <summary>Some lines, or all, cannot be stored and never can; the others may be stored or not.</summary>
    BadLines,

    /// <summary>All is stored but lines at times that the database's retention policy does not keep: it would have deleted them by now.</summary>
    Expired,

    /// <summary>Not now: it does not answer, is busy, or is not set up as it should be. The same request may be made again.</summary>
    NotNow,

    /// <summary>As <see cref="NotNow"/>, but InfluxDB has it and may store it yet, even after the same request that is made again.</summary>
    Unanswered,
}

/// <summary>The answer to a request to write.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="Reason">InfluxDB's words, or why there is no answer; empty when all is written.</param>
/// <param name="Pause">How long InfluxDB wants to be left alone; null when it said nothing of it.</param>
internal sealed record WriteAnswer(WriteOutcome Outcome, string Reason, TimeSpan? Pause = null)
{
    public static WriteAnswer Written { get; } = new(WriteOutcome.Written, "");
}
