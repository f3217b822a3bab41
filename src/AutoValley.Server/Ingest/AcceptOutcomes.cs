using AutoValley.Telemetry.Batches;

namespace AutoValley.Server.Ingest;

internal static class AcceptOutcomes
{
    /// <summary>The one word that stands in dead letters, counters and replies.</summary>
    public static string ToReason(this AcceptOutcome outcome) => outcome switch
    {
        AcceptOutcome.Accepted => "accepted",
        AcceptOutcome.Duplicate => "duplicate",
        AcceptOutcome.Malformed => "malformed",
        AcceptOutcome.Checksum => "checksum",
        AcceptOutcome.Limit => "limit",
        AcceptOutcome.UndeclaredSession => "undeclared_session",
        AcceptOutcome.UndeclaredSignal => "undeclared_signal",
        AcceptOutcome.Holes => "holes",
        AcceptOutcome.Catalog => "catalog",
        AcceptOutcome.Run => "run",
        AcceptOutcome.Topic => "topic",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };

    /// <summary>Whether it was refused for good and is a dead letter.</summary>
    public static bool IsRejected(this AcceptOutcome outcome) => outcome > AcceptOutcome.Duplicate;

    /// <summary>The batch reader's word in this room's terms.</summary>
    public static AcceptOutcome From(BatchError error) => error switch
    {
        BatchError.Checksum or BatchError.ChecksumMissing => AcceptOutcome.Checksum,
        BatchError.Limit => AcceptOutcome.Limit,
        _ => AcceptOutcome.Malformed,
    };
}
