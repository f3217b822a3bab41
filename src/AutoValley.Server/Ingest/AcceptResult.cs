using AutoValley.Storage;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Server.Ingest;

/// <summary>What became of something that came in.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Detail">What was wrong, for people, where it was refused.</param>
/// <param name="Session">Of a batch that was not refused.</param>
internal readonly record struct AcceptResult(AcceptOutcome Outcome, string Detail = "", Session? Session = null)
{
    /// <summary>Which batch was refused, as far as its bytes tell.</summary>
    public BatchIdentity? Refused { get; init; }
}
