using AutoValley.Storage;
using AutoValley.Telemetry;
using Microsoft.Extensions.Logging;

namespace AutoValley.Server.Ingest;

/// <summary>Keeps input that cannot be used, with its reason, counts it, and says so in the log, which a flood of it does not fill.</summary>
internal sealed class DeadLetterBox(ICatalogue catalogue, IngestCounters counters, TimeProvider clock, ILogger<DeadLetterBox> log)
{
    /// <summary>Longest detail kept, in characters: names and times as they came are in it.</summary>
    public const int MaximumDetailLength = 512;

    private const int LinesPerSecond = 10;

    private readonly LogBudget budget = new(LinesPerSecond, clock);

    /// <summary>Keeps one, its payload cut at the catalogue's limit; durable when this returns.</summary>
    /// <exception cref="StoreUnavailableException">It could not be kept.</exception>
    public AcceptResult Add(Letter letter, AcceptOutcome outcome, string detail)
    {
        var (reason, length) = (outcome.ToReason(), letter.Payload.Length);
        if (detail.Length > MaximumDetailLength)
            detail = detail[..MaximumDetailLength] + "…";
        catalogue.AddDeadLetter(
            new DeadLetter(0, letter.Vehicle?.ToString() ?? "", letter.Topic, reason, detail, UnixTime.Now(clock), letter.Payload, length));
        counters.Count(outcome, 0);
        if (budget.TryTake(out var unsaid))
        {
            if (unsaid > 0)
                log.DeadLettersUnsaid(unsaid);
            log.DeadLetter(letter.Topic, reason, detail, length);
        }
        return new AcceptResult(outcome, detail);
    }
}
