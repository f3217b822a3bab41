namespace AutoValley.Server.Site;

/// <summary>What the site counted since the server started.</summary>
internal sealed class SiteCounters
{
    private long batches;
    private long unreadable;
    private long unpaired;
    private long failures;
    private long fellBehind;
    private long rejudged;
    private long notRejudged;
    private long fixesMissing;
    private long oldVisits;
    private long oldAlarms;
    private long oldAudit;

    /// <summary>Batches that were judged, those without a position too.</summary>
    public long Batches => Interlocked.Read(ref batches);

    /// <summary>Batches whose position signals could not be decoded.</summary>
    public long Unreadable => Interlocked.Read(ref unreadable);

    /// <summary>Latitudes that no longitude came with.</summary>
    public long Unpaired => Interlocked.Read(ref unpaired);

    /// <summary>Attempts to make durable what was judged that failed, and other failures that were gone on behind.</summary>
    public long Failures => Interlocked.Read(ref failures);

    /// <summary>Times that a watcher was too slow and got a new snapshot.</summary>
    public long FellBehind => Interlocked.Read(ref fellBehind);

    /// <summary>Spans with late fixes that were judged for the record.</summary>
    public long Rejudged => Interlocked.Read(ref rejudged);

    /// <summary>Spans with late fixes that had too many fixes to be judged again.</summary>
    public long NotRejudged => Interlocked.Read(ref notRejudged);

    /// <summary>Spans with late fixes of which the store has not all fixes any more: they are not judged again.</summary>
    public long FixesMissing => Interlocked.Read(ref fixesMissing);

    /// <summary>Visits that retention took away.</summary>
    public long OldVisits => Interlocked.Read(ref oldVisits);

    /// <summary>Alarms that retention took away.</summary>
    public long OldAlarms => Interlocked.Read(ref oldAlarms);

    /// <summary>Entries of the audit that retention took away.</summary>
    public long OldAudit => Interlocked.Read(ref oldAudit);

    public void AddOldVisits(int count) => Interlocked.Add(ref oldVisits, count);

    public void AddOldAlarms(int count) => Interlocked.Add(ref oldAlarms, count);

    public void AddOldAudit(int count) => Interlocked.Add(ref oldAudit, count);

    public void AddFixesMissing() => Interlocked.Increment(ref fixesMissing);

    public void AddRejudged() => Interlocked.Increment(ref rejudged);

    public void AddNotRejudged() => Interlocked.Increment(ref notRejudged);

    public void AddBatch() => Interlocked.Increment(ref batches);

    public void AddUnreadable() => Interlocked.Increment(ref unreadable);

    public void AddUnpaired(int count) => Interlocked.Add(ref unpaired, count);

    public void AddFailure() => Interlocked.Increment(ref failures);

    public void AddFellBehind() => Interlocked.Increment(ref fellBehind);
}
