namespace AutoValley.Edge.Sampling;

/// <summary>
/// Which samples of a signal go on. A rule that says nothing lets all of them through. All times are event times, so that a replay at any
/// speed gives what the drive gave. Where several are said a sample has to satisfy each of them. The first sample always goes on, and so
/// does one that is earlier than the last that went: then the clock was set, or the recording began anew, and the rule begins anew too.
/// </summary>
public sealed record SamplingRule
{
    /// <summary>Longest interval, in nanoseconds: a day. Whoever wants less wants no signal.</summary>
    public const long LongestInterval = 86_400_000_000_000;

    /// <summary>A value that stays the same goes on after so long all the same, in nanoseconds, unless <see cref="Heartbeat"/> says otherwise.</summary>
    public const long UsualHeartbeat = 10_000_000_000;

    /// <summary>All samples.</summary>
    public static readonly SamplingRule All = new();

    /// <summary>The first sample of each period, in nanoseconds; periods are counted from 1970, so signals with one rule go together. 0: all.</summary>
    public long Every { get; init; }

    /// <summary>At least so long after the last one that went, in nanoseconds. 0: all.</summary>
    public long AtMostEach { get; init; }

    /// <summary>Only what differs from the last that went: a number by more than this, anything else at all. Null: what stays the same too.</summary>
    public double? DeadBand { get; init; }

    /// <summary>With <see cref="DeadBand"/>: what stays the same goes on after so long, in nanoseconds, so that silence means silence.</summary>
    public long Heartbeat { get; init; } = UsualHeartbeat;

    /// <summary>Whether it lets everything through.</summary>
    public bool IsAll => Every == 0 && AtMostEach == 0 && DeadBand is null;

    /// <summary>Whether it looks at times alone, so that samples of one time and one rule go together.</summary>
    public bool IsByTime => DeadBand is null;
}
