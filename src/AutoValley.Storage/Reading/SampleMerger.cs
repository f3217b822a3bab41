using System.Runtime.CompilerServices;
using AutoValley.Telemetry;

namespace AutoValley.Storage.Reading;

/// <summary>
/// Makes one ascending stream without repeats out of pieces that may overlap. Only pieces that reach over the current time are in
/// memory; a stretch that one piece has alone is passed on as it is.
/// </summary>
internal static class SampleMerger
{
    /// <summary>Samples of a slice at most.</summary>
    public const int MaximumSlice = 32 * 1024;

    // A shorter run is copied together with its neighbours, a longer one is given as it is.
    private const int LongRun = 1024;

    /// <param name="pieces">By their first times.</param>
    /// <param name="range">What is wanted of them.</param>
    /// <param name="type">Of their values.</param>
    /// <param name="cancellation">Ends the stream.</param>
    public static async IAsyncEnumerable<Samples> MergeAsync(
        IAsyncEnumerable<SamplePiece> pieces, TimeRange range, SignalType type, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var source = pieces.GetAsyncEnumerator(cancellation);
        var hasNext = await source.MoveNextAsync();
        var active = new PriorityQueue<SampleCursor, long>();
        var buffer = SampleBuffer.Of(type);
        while (true)
        {
            while (hasNext && (active.Count == 0 || source.Current.First <= active.Peek().Time))
            {
                var loaded = new SampleCursor(await source.Current.LoadAsync(cancellation), source.Current.Rank, range);
                Push(active, loaded);
                hasNext = await source.MoveNextAsync();
            }
            if (active.Count == 0)
                break;
            var run = NextRun(active, hasNext ? source.Current.First : null);
            if (buffer.Count > 0 && (run.Count >= LongRun || buffer.Count + run.Count > MaximumSlice))
                yield return buffer.Take();
            if (run.Count < LongRun)
            {
                buffer.Add(run, 0, run.Count);
                continue;
            }
            for (var start = 0; start < run.Count; start += MaximumSlice)
                yield return run.Slice(start, Math.Min(MaximumSlice, run.Count - start));
        }
        if (buffer.Count > 0)
            yield return buffer.Take();
    }

    // The earliest samples up to where another piece has a say; of several with the same time, the one of the highest rank.
    private static Samples NextRun(PriorityQueue<SampleCursor, long> active, long? nextPiece)
    {
        var winner = active.Dequeue();
        var time = winner.Time;
        if (active.Count == 0 || active.Peek().Time > time)
        {
            var limit = active.Count > 0 ? Math.Min(active.Peek().Time, nextPiece ?? long.MaxValue) : nextPiece;
            var run = limit is { } end ? winner.TakeBefore(end) : winner.TakeRest();
            Push(active, winner);
            return run;
        }
        List<SampleCursor> losers = [];
        while (active.Count > 0 && active.Peek().Time == time)
        {
            var other = active.Dequeue();
            losers.Add(other.Rank.CompareTo(winner.Rank) > 0 ? winner : other);
            if (other.Rank.CompareTo(winner.Rank) > 0)
                winner = other;
        }
        foreach (var loser in losers)
        {
            loser.TakeOne();
            Push(active, loser);
        }
        var sample = winner.TakeOne();
        Push(active, winner);
        return sample;
    }

    private static void Push(PriorityQueue<SampleCursor, long> active, SampleCursor cursor)
    {
        if (!cursor.IsAtEnd)
            active.Enqueue(cursor, cursor.Time);
    }
}
