using AutoValley.Storage.Maintenance;

namespace AutoValley.Server.Maintenance;

/// <summary>What retention did since the server started. Written by one thread, read by any.</summary>
internal sealed class RetentionStatus
{
    private long deletedDays;
    private long deletedSamples;
    private volatile RetentionPass? last;
    private volatile string failure = "";

    /// <summary>The last pass that ended well; null when there was none.</summary>
    public RetentionPass? Last => last;

    /// <summary>Why the last pass failed; empty when it did not.</summary>
    public string Failure => failure;

    public long DeletedDays => Volatile.Read(ref deletedDays);

    public long DeletedSamples => Volatile.Read(ref deletedSamples);

    /// <summary>Why the store is over its bytes; empty when it is not.</summary>
    public string OverReason => last switch
    {
        null or { OverBytes: 0 } => "",
        { PinnedDays: > 0 } pass => $"{pass.PinnedDays} days of {pass.PinnedBytes} bytes are kept by pinned runs",
        _ => "what is left is the newest day and the journal",
    };

    public void Add(RetentionPass pass)
    {
        Interlocked.Add(ref deletedDays, pass.Days.Count);
        Interlocked.Add(ref deletedSamples, pass.Days.Sum(day => day.Samples));
        (last, failure) = (pass, "");
    }

    public void Fail(string reason) => failure = reason;
}
