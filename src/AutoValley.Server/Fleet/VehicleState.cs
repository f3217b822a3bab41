using AutoValley.Telemetry.Batches;
using AutoValley.Telemetry.Columns;

namespace AutoValley.Server.Fleet;

/// <summary>What the server saw of one vehicle since it started. Safe for concurrent use.</summary>
internal sealed class VehicleState
{
    // A larger batch is decoded at once rather than kept, so that the memory of many vehicles has a bound.
    private const int MaximumKeptBytes = 64 << 10;

    private Newest? newest;
    private long receiveTime;

    /// <summary>By the vehicle's own word or its Will; null when it never said.</summary>
    public bool? Online { get; set; }

    /// <summary>The newest status of the vehicle's agent; null when it told none.</summary>
    public AgentReport? Agent { get; set; }

    /// <summary>Receive time of the newest batch, Unix nanoseconds; 0 when there is none.</summary>
    public long LastReceiveTime => Interlocked.Read(ref receiveTime);

    /// <summary>Event time of the newest sample, Unix nanoseconds; 0 when there is none. Decoded only when asked for.</summary>
    public long LastEventTime => Volatile.Read(ref newest) is { } kept ? kept.Latest ?? LatestOf(kept.View!) : 0;

    /// <summary>A batch became durable. Late ones (an older base time) do not move the newest sample.</summary>
    public void Observe(BatchView view, long received)
    {
        Interlocked.Exchange(ref receiveTime, received);
        if (view.SampleCount > 0 && !(view.BaseTime < Volatile.Read(ref newest)?.BaseTime))
            Volatile.Write(ref newest, view.Payload.Length > MaximumKeptBytes ? new(view.BaseTime, null, LatestOf(view)) : new(view.BaseTime, view, null));
    }

    private static long LatestOf(BatchView view)
    {
        long? latest = null;
        foreach (var timeBase in view.Columns.Select(column => column.TimeBase).Distinct())
        {
            foreach (var time in TimesOf(view, timeBase))
                latest = time > latest ? time : latest ?? time;
        }
        return latest ?? view.BaseTime;
    }

    private static ReadOnlySpan<long> TimesOf(BatchView view, int timeBase)
    {
        try
        {
            return view.DecodeTimes(timeBase).Span;
        }
        catch (ColumnFormatException)
        {
            // Sealing makes a dead letter of it.
            return [];
        }
    }

    private sealed record Newest(long BaseTime, BatchView? View, long? Latest);
}
