namespace AutoValley.Server.Ingest.Broker;

/// <summary>What went over the link to the broker since the start; each grows only. Any thread.</summary>
internal sealed class BrokerCounters
{
    private long taken;
    private long notStored;
    private long told;
    private long untold;

    /// <summary>Publishes that were answered: durable, a dead letter, or another server's watermark.</summary>
    public long Taken => Interlocked.Read(ref taken);

    /// <summary>Publishes that were not acknowledged because the store could not keep them.</summary>
    public long NotStored => Interlocked.Read(ref notStored);

    /// <summary>Watermarks that the broker has.</summary>
    public long WatermarksTold => Interlocked.Read(ref told);

    /// <summary>Watermarks that were left out, or that the broker did not take.</summary>
    public long WatermarksLost => Interlocked.Read(ref untold);

    public void CountTaken() => Interlocked.Increment(ref taken);

    public void CountNotStored() => Interlocked.Increment(ref notStored);

    public void CountTold() => Interlocked.Increment(ref told);

    public void CountLost() => Interlocked.Increment(ref untold);
}
