using AutoValley.Telemetry.Batches;

namespace AutoValley.Storage.Sealing;

/// <summary>The time bases of the batch that is being added: decoded once each, and appended once to each track that they belong to.</summary>
internal sealed class BatchTimes
{
    private BatchReader batch = null!;
    private TimeBaseState[] states = [];
    private long[] scratch = [];
    private int used;
    private int number;

    /// <summary>Goes on to another batch.</summary>
    public void Begin(BatchReader next)
    {
        (batch, used) = (next, 0);
        number++;
        if (states.Length < next.TimeBaseCount)
            Array.Resize(ref states, next.TimeBaseCount);
        for (var index = 0; index < next.TimeBaseCount; index++)
            states[index].Reset();
    }

    /// <summary>Whether <see cref="Read"/> was called.</summary>
    public bool IsRead(int timeBase) => states[timeBase].IsRead;

    /// <summary>How many times of the days asked for there are; 0 when they did not decode.</summary>
    public int CountOf(int timeBase) => states[timeBase].Count;

    /// <summary>Their places among all times of the time base; null for all.</summary>
    public int[]? ChosenOf(int timeBase) => states[timeBase].Chosen;

    /// <summary>Decodes a time base and leaves out the times of other days.</summary>
    /// <exception cref="Telemetry.Columns.ColumnFormatException">It does not decode, and counts as empty.</exception>
    public void Read(int timeBase, DaySpan days)
    {
        ref var state = ref states[timeBase];
        (state.IsRead, state.Start, state.Count) = (true, used, 0);
        var count = batch.CountTimes(timeBase);
        if (count > scratch.Length - used)
            Array.Resize(ref scratch, Math.Max(used + count, scratch.Length * 2));
        var decoded = scratch.AsSpan(used, count);
        batch.DecodeTimes(timeBase, decoded);
        state.Chosen = days.Choose(decoded);
        for (var index = 0; index < state.Chosen?.Length; index++)
            decoded[index] = decoded[state.Chosen[index]];
        state.Count = state.Chosen?.Length ?? count;
        used += state.Count;
    }

    /// <summary>Lets the column's times go on with those of the time base; its values follow.</summary>
    public void AddTo(SeriesColumn column, int timeBase)
    {
        ref var state = ref states[timeBase];
        var added = scratch.AsSpan(state.Start, state.Count);
        var track = column.Track;
        if (track is not null && track.Batch == number && track.TimeBase == timeBase && track.Before == column.Count && track.Users > 1)
            return;
        if (track is { Users: 1 })
            track.Cut(column.Count);
        if (track is null || track.Count != column.Count || (track.Batch == number && track.Users > 1))
            Move(column, ref state, timeBase, added);
        else
            track.Append(added, number, timeBase);
    }

    // To a track of its own, or to that of another column which went the same way just now.
    private void Move(SeriesColumn column, ref TimeBaseState state, int timeBase, ReadOnlySpan<long> added)
    {
        var (origin, count) = (column.Track, column.Count);
        if (origin is not null)
            origin.Users--;
        var moved = state.Moved ??= [];
        foreach (var (from, before, to) in moved)
        {
            // A track that is no one's but another column's may have been cut since.
            if (from != origin || before != count || to.Batch != number || to.TimeBase != timeBase || to.Before != count)
                continue;
            to.Users++;
            column.Track = to;
            return;
        }
        var track = TimeTrack.Split(origin, count);
        track.Append(added, number, timeBase);
        track.Users = 1;
        column.Track = track;
        moved.Add((origin, count, track));
    }

    private struct TimeBaseState
    {
        public bool IsRead;
        public int Start;
        public int Count;
        public int[]? Chosen;
        public List<(TimeTrack? From, int Count, TimeTrack To)>? Moved;

        public void Reset()
        {
            (IsRead, Start, Count, Chosen) = (false, 0, 0, null);
            Moved?.Clear();
        }
    }
}
