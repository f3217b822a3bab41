namespace AutoValley.Server.Ingest;

/// <summary>What came in since the start, by outcome. Safe for concurrent use.</summary>
internal sealed class IngestCounters
{
    private readonly long[] outcomes = new long[Enum.GetValues<AcceptOutcome>().Length];
    private long samples;

    /// <summary>Samples of accepted batches.</summary>
    public long Samples => Interlocked.Read(ref samples);

    /// <summary>How often an outcome was.</summary>
    public long this[AcceptOutcome outcome] => Interlocked.Read(ref outcomes[(int)outcome]);

    /// <summary>Refusals that were, by reason.</summary>
    public IEnumerable<(string Reason, long Count)> Rejected =>
        Enum.GetValues<AcceptOutcome>().Where(outcome => outcome.IsRejected()).Select(outcome => (outcome.ToReason(), this[outcome]));

    /// <summary>Counts one outcome and the samples it brought.</summary>
    public void Count(AcceptOutcome outcome, long sampleCount)
    {
        Interlocked.Increment(ref outcomes[(int)outcome]);
        Interlocked.Add(ref samples, sampleCount);
    }
}
