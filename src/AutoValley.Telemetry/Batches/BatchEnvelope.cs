namespace AutoValley.Telemetry.Batches;

/// <summary>What <see cref="BatchParser"/> found.</summary>
internal sealed class BatchEnvelope
{
    public SessionId Session { get; set; }

    public ulong Sequence { get; set; }

    public long BaseTime { get; set; }

    public long SendTime { get; set; }

    public ClockQuality Clock { get; set; } = ClockQuality.Unknown;

    public List<LocatedTimes> TimeBases { get; } = [];

    public List<BatchColumn> Columns { get; } = [];

    public int SampleCount { get; set; }

    /// <summary>Makes it ready for another batch; its memory stays.</summary>
    public void Clear()
    {
        (Session, Sequence, BaseTime, SendTime, Clock, SampleCount) = (default, 0, 0, 0, ClockQuality.Unknown, 0);
        TimeBases.Clear();
        Columns.Clear();
    }
}

/// <summary>Where the time stamps of a time base lie.</summary>
internal readonly record struct LocatedTimes(int Count, bool IsEncoded, ByteSpan Bytes);
