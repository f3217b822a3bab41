using System.Runtime.CompilerServices;
using AutoValley.Server.Influx.Ql;
using AutoValley.Server.Query;
using AutoValley.Storage;
using AutoValley.Telemetry;

namespace AutoValley.Server.Influx.Reading;

/// <summary>Rows of series: samples of their fields with the same time, joined as they are read.</summary>
internal sealed class RowReader(ISampleStore store, TimeProvider clock)
{
    private const int RowsAtOnce = 1_024;

    // What is read from its end is read in spans with at most as many rows, each in memory while it is turned.
    private const int SpanRows = 32_768;

    // The first span; those behind it are longer where there is little, and one with too much is cut into so many.
    private const long FirstSpan = UnixTime.NanosPerSecond;
    private const int Growth = 4;
    private const int Cuts = 16;

    /// <summary>Rows of some series in order of time; of the same time in order of the series.</summary>
    public IAsyncEnumerable<IReadOnlyList<QlRow>> ReadAsync(IReadOnlyList<InfluxSeries> group, RowQuestion question, CancellationToken cancellation)
    {
        var sources = group.Select(series => ReadAsync(new RowValues(series, group, question), question, cancellation)).ToArray();
        return sources.Length == 1 ? sources[0] : MergeAsync(sources, cancellation);
    }

    /// <summary>As <see cref="ReadAsync(IReadOnlyList{InfluxSeries}, RowQuestion, CancellationToken)"/>, the newest first.</summary>
    public async IAsyncEnumerable<IReadOnlyList<QlRow>> ReadBackAsync(
        IReadOnlyList<InfluxSeries> group, RowQuestion question, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var fields = group.SelectMany(series => question.References.Select(series.FieldOf).OfType<Series>()).Distinct().ToArray();
        var latest = await store.GetLatestAsync(fields, cancellation);
        var (start, end, span) = (question.Range.From, question.Range.To, FirstSpan);
        if (latest.Count == 0 || end <= start)
            yield break;
        end = (long)Int128.Min(end, (Int128)latest.Max(one => one.Time) + 1);
        var cut = new Stack<(long From, long Span)>();
        while (end > start)
        {
            var from = (long)Int128.Max((Int128)end - span, start);
            var rows = await ReadSpanAsync(group, question with { Range = new TimeRange(from, end) }, cancellation);
            if (rows is null)
            {
                cut.Push((from, span));
                span = (long)Int128.Max(((Int128)end - from) / Cuts, 1);
                continue;
            }
            rows.Reverse();
            if (rows.Count > 0)
                yield return rows;
            end = from;
            while (cut.TryPeek(out var whole) && end <= whole.From)
                span = cut.Pop().Span;
            if (cut.Count == 0 && rows.Count < SpanRows / (2 * Growth))
                span = (long)Int128.Min((Int128)span * Growth, long.MaxValue);
        }
    }

    // Null where there are too many to be turned at once, unless they have the same time.
    private async ValueTask<List<QlRow>?> ReadSpanAsync(IReadOnlyList<InfluxSeries> group, RowQuestion question, CancellationToken cancellation)
    {
        var rows = new List<QlRow>();
        await foreach (var some in ReadAsync(group, question, cancellation))
        {
            rows.AddRange(some);
            if (rows.Count > SpanRows && question.Range.To - 1 > question.Range.From)
                return null;
        }
        return rows;
    }

    private async IAsyncEnumerable<IReadOnlyList<QlRow>> ReadAsync(
        RowValues row, RowQuestion question, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var cursors = row.Fields.Select(field => new FieldCursor(store.ReadAsync(field, question.Range, cancellation).GetAsyncEnumerator(cancellation))).ToArray();
        var (rows, slice) = (new List<QlRow>(), new TimeSlice(clock));
        try
        {
            foreach (var cursor in cursors)
                await cursor.MoveAsync();
            while (await row.TakeAsync(cursors))
            {
                if (question.Condition is null || QlValues.Holds(question.Condition, row.LookUpTested))
                    row.AddTo(rows);
                if (rows.Count < RowsAtOnce)
                    continue;
                yield return rows;
                rows = [];
                await slice.GiveWayAsync();
            }
        }
        finally
        {
            foreach (var cursor in cursors)
                await cursor.DisposeAsync();
        }
        if (rows.Count > 0)
            yield return rows;
    }

    private static async IAsyncEnumerable<IReadOnlyList<QlRow>> MergeAsync(
        IAsyncEnumerable<IReadOnlyList<QlRow>>[] sources, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var cursors = sources.Select(source => new RowCursor(source.GetAsyncEnumerator(cancellation))).ToArray();
        var (queue, rows) = (new PriorityQueue<RowCursor, (long, int)>(), new List<QlRow>());
        try
        {
            for (var place = 0; place < cursors.Length; place++)
                await PushAsync(queue, cursors[place], place);
            while (queue.TryDequeue(out var cursor, out var order))
            {
                rows.Add(cursor.Current);
                await PushAsync(queue, cursor, order.Item2);
                if (rows.Count < RowsAtOnce)
                    continue;
                yield return rows;
                rows = [];
            }
        }
        finally
        {
            foreach (var cursor in cursors)
                await cursor.DisposeAsync();
        }
        if (rows.Count > 0)
            yield return rows;
    }

    private static async ValueTask PushAsync(PriorityQueue<RowCursor, (long, int)> queue, RowCursor cursor, int place)
    {
        if (await cursor.MoveAsync())
            queue.Enqueue(cursor, (cursor.Current.Time, place));
    }
}
