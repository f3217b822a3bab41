namespace AutoValley.Server.Ingest;

/// <summary>So many log entries a second and no more; what is left unsaid is counted. Safe for concurrent use.</summary>
internal sealed class LogBudget(int perSecond, TimeProvider clock)
{
    private readonly Lock gate = new();
    private long second = -1;
    private int said;
    private long unsaid;

    /// <summary>Whether an entry may be written.</summary>
    /// <param name="unsaidBefore">Entries that were left out since the last one that was written.</param>
    public bool TryTake(out long unsaidBefore)
    {
        var now = clock.GetTimestamp() / clock.TimestampFrequency;
        lock (gate)
        {
            if (now != second)
                (second, said) = (now, 0);
            unsaidBefore = unsaid;
            if (said >= perSecond)
            {
                unsaid++;
                return false;
            }
            (said, unsaid) = (said + 1, 0);
            return true;
        }
    }
}
