namespace AutoValley.Server.Ingest;

/// <summary>
/// What became of something that came in, one member per place of failure. The same value drives the reply, the log, the
/// counter and the dead letter's reason (<see cref="AcceptOutcomes.ToReason"/>).
/// </summary>
internal enum AcceptOutcome
{
    /// <summary>New and durable.</summary>
    Accepted,

    /// <summary>Durable before; not stored again.</summary>
    Duplicate,

    /// <summary>Not a batch, catalogue, JSON object or run command at all.</summary>
    Malformed,

    /// <summary>Its checksum is missing or wrong.</summary>
    Checksum,

    /// <summary>Over a limit.</summary>
    Limit,

    /// <summary>A batch of a session that declared no signal.</summary>
    UndeclaredSession,

    /// <summary>A column of a signal that the session did not declare, or declared with another type.</summary>
    UndeclaredSignal,

    /// <summary>A batch that would make one more hole between the batch numbers of its session than there may be.</summary>
    Holes,

    /// <summary>A catalogue that contradicts an earlier one.</summary>
    Catalog,

    /// <summary>A run command that cannot be carried out.</summary>
    Run,

    /// <summary>A topic that is none of the house's, or that only the server may write to.</summary>
    Topic,
}
