using AutoValley.Edge.Spool;
using AutoValley.Mqtt;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Uplink;

/// <summary>
/// What to publish next on one connection: urgent batches first, then live ones, what lay in the spool when the connection came up behind them, as much as makes no
/// queue on the way and within the bandwidth given, and again whatever was put off or stays out of the watermark. No I/O but the spool's index; time is passed in.
/// Not safe for concurrent use.
/// </summary>
internal sealed class SendPlan
{
    private readonly BatchSpool spool;
    private readonly SessionId live;
    private readonly UplinkOptions options;
    private readonly BackOff backOff;
    private readonly BacklogWindow window;
    private readonly TokenBucket all, ofBacklog;
    private readonly Queue<Lane> backlog = [];
    private readonly Queue<SpooledBatch> again = [];
    private readonly Dictionary<(SessionId, ulong), Flight> flights = [];
    private readonly Dictionary<(SessionId, ulong), TimeSpan> answered = [];
    private readonly Queue<(SpooledBatch Batch, TimeSpan Due)> holes = [];
    private ulong liveCursor, urgentCursor;
    private int liveInARow;
    private int bytes, backlogCount, backlogBytes;
    private int resends;
    private TimeSpan pausedUntil;

    /// <summary>A new connection: nothing is under way, and everything in the spool is to be sent.</summary>
    public SendPlan(BatchSpool spool, SessionId live, UplinkOptions options)
    {
        (this.spool, this.live, this.options) = (spool, live, options);
        backOff = new BackOff(options.FirstRetry, options.LongestRetry, options.Random);
        liveCursor = spool.Highest;
        (window, all, ofBacklog) = (new(options), new(options.BytesPerSecond), new(options.BacklogBytesPerSecond));
        PlanBacklog();
    }

    /// <summary>Batches of the live session that go before all others.</summary>
    public UrgentBatches Urgent { get; init; } = new();

    /// <summary>Batches that were answered and yet had to be sent again.</summary>
    public int Holes { get; private set; }

    /// <summary>Takes the next batch to publish now; it is under way until one of the methods below is told how it went.</summary>
    public bool TryTake(TimeSpan now, out SpooledBatch batch)
    {
        ReviveHoles(now);
        (batch, var isBacklog) = (default, false);
        if (now < pausedUntil || flights.Count >= options.Window || bytes >= options.WindowBytes || answered.Count >= options.Unacknowledged || !all.IsOpen(now))
            return false;
        if (!TryTakeUrgent(out batch) && !TryTakeInTurn(now, out batch, out isBacklog))
            return false;
        flights.Add(Key(batch), new Flight(batch.Bytes, isBacklog, now));
        Count(batch.Bytes, isBacklog, 1);
        all.Take(batch.Bytes);
        if (isBacklog)
            ofBacklog.Take(batch.Bytes);
        return true;
    }

    /// <summary>The server has it. Unless a watermark covers it already, one has to within the hole timeout.</summary>
    public void Accepted(SpooledBatch batch, TimeSpan now)
    {
        backOff.Reset();
        spool.Sent(batch.Session, batch.Sequence);
        if (!TryLand(batch, out var flight))
            return;
        window.Answered(now, now - flight.Since, flight.Bytes);
        if (!IsPending(batch))
            return;
        var due = now + options.HoleTimeout;
        answered[Key(batch)] = due;
        holes.Enqueue((batch, due));
    }

    /// <summary>The server wants it later: all sending pauses, longer each time in a row.</summary>
    /// <returns>The pause that this begins; null when it falls into one.</returns>
    public TimeSpan? Later(SpooledBatch batch, TimeSpan now)
    {
        if (!TryLand(batch, out _))
            return null;
        again.Enqueue(batch);
        if (now < pausedUntil)
            return null;
        var pause = backOff.Next();
        pausedUntil = now + pause;
        return pause;
    }

    /// <summary>It is not in the spool any more, or refused for good.</summary>
    public void GaveUp(SpooledBatch batch) => TryLand(batch, out _);

    /// <summary>A watermark covers it.</summary>
    public void Acknowledged(SessionId session, ulong sequence) => answered.Remove((session, sequence));

    /// <summary>How long nothing can be done unless something else happens; null for ever.</summary>
    public TimeSpan? NextDue(TimeSpan now)
    {
        while (holes.TryPeek(out var hole) && !IsHole(hole.Batch, hole.Due))
            holes.Dequeue();
        var due = holes.Count > 0 ? holes.Peek().Due : TimeSpan.MaxValue;
        if (pausedUntil > now && pausedUntil < due)
            due = pausedUntil;
        foreach (var bucket in new[] { all, ofBacklog })
        {
            if (bucket.Opens(now) is var opens && opens > now && opens < due)
                due = opens;
        }
        return due == TimeSpan.MaxValue ? null : due - now;
    }

    private static (SessionId, ulong) Key(SpooledBatch batch) => (batch.Session, batch.Sequence);

    private bool IsHole(SpooledBatch batch, TimeSpan due) => answered.TryGetValue(Key(batch), out var known) && known == due;

    private bool IsPending(SpooledBatch batch) => spool.TryNext(batch.Session, batch.Sequence - 1, out var next) && next == batch;

    private void ReviveHoles(TimeSpan now)
    {
        while (holes.TryPeek(out var hole) && hole.Due <= now)
        {
            holes.Dequeue();
            if (!IsHole(hole.Batch, hole.Due))
                continue;
            answered.Remove(Key(hole.Batch));
            again.Enqueue(hole.Batch);
            Holes++;
        }
    }

    private bool TryTakeUrgent(out SpooledBatch batch)
    {
        while (Urgent.After(urgentCursor) is { } sequence)
        {
            urgentCursor = sequence;
            if (spool.TryNext(live, sequence - 1, out batch) && batch.Sequence == sequence && !IsSent(batch))
                return true;
        }
        batch = default;
        return false;
    }

    private bool TryTakeInTurn(TimeSpan now, out SpooledBatch batch, out bool isBacklog)
    {
        batch = default;
        var backlogTurn = liveInARow >= options.BacklogShare - 1;
        isBacklog = backlogTurn && TryTakeBacklog(now, out batch);
        if (!isBacklog && !TryTakeLive(out batch))
        {
            if (!TryTakeBacklog(now, out batch))
                return false;
            isBacklog = true;
        }
        liveInARow = isBacklog ? 0 : liveInARow + 1;
        return true;
    }

    // Not again what went as an urgent one.
    private bool TryTakeLive(out SpooledBatch batch)
    {
        while (spool.TryNext(live, liveCursor, out batch))
        {
            liveCursor = batch.Sequence;
            if (!IsSent(batch))
                return true;
        }
        return false;
    }

    private bool IsSent(SpooledBatch batch) => flights.ContainsKey(Key(batch)) || answered.ContainsKey(Key(batch));

    private bool TryTakeBacklog(TimeSpan now, out SpooledBatch batch)
    {
        batch = default;
        if (backlogCount >= options.BacklogBatches || backlogBytes >= window.Bytes || !ofBacklog.IsOpen(now))
            return false;
        while (again.TryDequeue(out batch))
        {
            // Not what went meanwhile in another turn.
            if (IsPending(batch) && !IsSent(batch))
                return true;
        }
        if (resends != spool.Resends)
            PlanBacklog();
        while (backlog.TryPeek(out var lane))
        {
            while (spool.TryNext(lane.Session, lane.Cursor, out batch) && batch.Sequence <= lane.Last)
            {
                lane.Cursor = batch.Sequence;
                if (!IsSent(batch))
                    return true;
            }
            backlog.Dequeue();
        }
        return false;
    }

    private void PlanBacklog()
    {
        resends = spool.Resends;
        backlog.Clear();
        foreach (var session in spool.Sessions)
            backlog.Enqueue(new Lane(session, session == live ? liveCursor : ulong.MaxValue));
    }

    private bool TryLand(SpooledBatch batch, out Flight flight)
    {
        if (!flights.Remove(Key(batch), out flight))
            return false;
        Count(-flight.Bytes, flight.IsBacklog, -1);
        return true;
    }

    private void Count(int size, bool isBacklog, int batches)
    {
        bytes += size;
        if (!isBacklog)
            return;
        backlogBytes += size;
        backlogCount += batches;
    }

    private readonly record struct Flight(int Bytes, bool IsBacklog, TimeSpan Since);

    private sealed class Lane(SessionId session, ulong last)
    {
        public SessionId Session => session;

        public ulong Last => last;

        public ulong Cursor { get; set; }
    }
}
