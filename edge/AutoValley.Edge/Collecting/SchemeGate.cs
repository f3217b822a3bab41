namespace AutoValley.Edge.Collecting;

/// <summary>Whether a triggered scheme collects, by event time: a window around each trigger. Pure; not safe for concurrent use.</summary>
internal sealed class SchemeGate(SchemeTrigger trigger)
{
    private long from = long.MaxValue;
    private long until = long.MinValue;
    private long? last;
    private bool holds;
    private bool isHeldOpen;

    /// <summary>Triggers so far.</summary>
    public long Triggers { get; private set; }

    /// <summary>Windows so far: a trigger in an open one makes it longer.</summary>
    public long Windows { get; private set; }

    /// <summary>Whether samples of a time are collected.</summary>
    public bool IsOpen(long time) => time >= from && time <= until;

    /// <summary>Takes a look at the condition.</summary>
    /// <param name="time">Of the sample that made it be looked at.</param>
    /// <param name="look">Whether it holds; unknown is as if it did not.</param>
    /// <returns>When there was a trigger: the event time from which on samples of the buffer are wanted.</returns>
    public long? Look(long time, bool? look)
    {
        var (held, began) = (holds, false);
        holds = look == true;
        if (!holds)
        {
            if (isHeldOpen)
                (isHeldOpen, until) = (false, Later(time));
        }
        else if (isHeldOpen)
        {
            // The clock was set back: it still holds.
            from = Math.Min(from, time);
        }
        else
        {
            // What waits for the interval while it holds is for a scheme that collects as long as it does.
            began = (trigger.IsWhile || !held) && (last is not { } before || time < before || (Int128)time - before >= trigger.Interval);
        }
        return began ? Trigger(time) : null;
    }

    private long Trigger(long time)
    {
        var begin = time < long.MinValue + trigger.Before ? long.MinValue : time - trigger.Before;
        var end = trigger.IsWhile ? long.MaxValue : Later(time);
        if (IsOpen(time))
            (from, until) = (Math.Min(from, begin), Math.Max(until, end));
        else
            (from, until, Windows) = (begin, end, Windows + 1);
        (last, isHeldOpen) = (time, trigger.IsWhile);
        Triggers++;
        return begin;
    }

    private long Later(long time) => time > long.MaxValue - trigger.After ? long.MaxValue : time + trigger.After;
}
