using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources.Monr;

/// <summary>
/// Finds lost messages of one transmitter by their counter. It has 8 bits, which at 100 Hz are used up in 2.56 s: after a longer silence nobody
/// can say how many were lost, so the silence itself is counted. A counter that stands still while time goes on is not used by its transmitter.
/// </summary>
internal sealed class MonrSequence
{
    private const long LongestCounted = 2 * UnixTime.NanosPerSecond;

    private byte counter;
    private long time;
    private bool began;

    // Missing ones that may still come.
    private int open;

    /// <summary>Takes note of a message.</summary>
    /// <param name="next">Its counter.</param>
    /// <param name="at">Its time, Unix nanoseconds.</param>
    /// <param name="lost">How many before it are missing; -1 when it is one of those that were told so.</param>
    public MonrOrder Next(byte next, long at, out int lost)
    {
        var order = OrderOf(next, at, out lost);
        if (order is not (MonrOrder.Repeated or MonrOrder.Overtaken))
            (counter, time, began) = (next, at, true);
        return order;
    }

    private MonrOrder OrderOf(byte next, long at, out int lost)
    {
        lost = 0;
        if (!began)
            return MonrOrder.Next;
        var ahead = (byte)(next - counter);
        if (ahead == 0 && at == time)
            return MonrOrder.Repeated;
        if (Int128.Abs((Int128)at - time) > LongestCounted || (ahead >= 128 && at >= time))
        {
            open = 0;
            return MonrOrder.AfterSilence;
        }
        if (ahead == 0)
            return MonrOrder.Next;
        if (ahead >= 128)
        {
            lost = open > 0 ? -1 : 0;
            open += lost;
            return MonrOrder.Overtaken;
        }
        lost = ahead - 1;
        open += lost;
        return MonrOrder.Next;
    }
}
