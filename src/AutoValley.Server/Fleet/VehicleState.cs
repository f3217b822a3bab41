using AutoValley.Telemetry.Batches;

namespace AutoValley.Server.Fleet;

/// <summary>What the server saw of one vehicle since it started. Safe for concurrent use.</summary>
internal sealed class VehicleState
{
    private BatchView? newest;
    private long samples;
    private long receiveTime;

    /// <summary>By the vehicle's own word or its Will; null when it never said.</summary>
    public bool? Online { get; set; }

    /// <summary>Receive time of the newest batch, Unix nanoseconds; 0 when there is none.</summary>
    public long LastReceiveTime => Interlocked.Read(ref receiveTime);

    /// <summary>Samples of new batches.</summary>
    public long Samples => Interlocked.Read(ref samples);

    /// <summary>Event time of the newest sample, Unix nanoseconds; 0 when there is none. Decoded only when asked for.</summary>
    public long LastEventTime
    {
        get
        {
            if (Volatile.Read(ref newest) is not { } view)
                return 0;
            var latest = view.BaseTime;
            foreach (var timeBase in view.Columns.Select(column => column.TimeBase).Distinct())
            {
                foreach (var time in view.DecodeTimes(timeBase).Span)
                    latest = Math.Max(latest, time);
            }
            return latest;
        }
    }

    /// <summary>A batch became durable. Late ones (an older base time) do not move the newest sample.</summary>
    public void Observe(BatchView view, long received)
    {
        Interlocked.Add(ref samples, view.SampleCount);
        Interlocked.Exchange(ref receiveTime, received);
        if (newest is null || view.BaseTime >= newest.BaseTime)
            Volatile.Write(ref newest, view);
    }
}
