using AutoValley.Storage;
using AutoValley.Telemetry;
using Microsoft.Extensions.Logging;

namespace AutoValley.Server.Ingest;

/// <summary>Keeps input that cannot be used, with its reason, counts it, and says so in the log.</summary>
internal sealed class DeadLetterBox(ICatalogue catalogue, IngestCounters counters, TimeProvider clock, ILogger<DeadLetterBox> log)
{
    /// <summary>Longest payload kept; the rest is cut, its length is told.</summary>
    public const int MaximumPayloadBytes = 64 << 10;

    /// <summary>Keeps one; durable when this returns.</summary>
    public AcceptResult Add(Letter letter, AcceptOutcome outcome, string detail)
    {
        var (reason, length) = (outcome.ToReason(), letter.Payload.Length);
        var kept = length > MaximumPayloadBytes ? letter.Payload[..MaximumPayloadBytes] : letter.Payload;
        catalogue.AddDeadLetter(
            new DeadLetter(0, letter.Vehicle?.ToString() ?? "", letter.Topic, reason, detail, UnixTime.Now(clock), kept, length));
        counters.Count(outcome, 0);
        log.DeadLetter(letter.Topic, reason, detail, length);
        return new AcceptResult(outcome, detail);
    }
}
