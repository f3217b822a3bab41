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

    // What is read from its end is read in parts of about so many samples, each in memory while it is turned.
    private const int PartSamples = 32_768;
    private const int MaximumParts = 1 << 20;

    /// <summary>Rows of some series in order of time; of the same time in order of the series.</summary>
    public IAsyncEnumerable<IReadOnlyList<QlRow>> ReadAsync(IReadOnlyList<InfluxSeries> group, RowQuestion question, CancellationToken cancellation)
    {
        var sources = group.Select(series => ReadAsync(series, question, cancellation)).ToArray();
        return sources.Length == 1 ? sources[0] : MergeAsync(sources, cancellation);
    }

    /// <summary>As <see cref="ReadAsync(IReadOnlyList{InfluxSeries}, RowQuestion, CancellationToken)"/>, the newest first.</summary>
    public async IAsyncEnumerable<IReadOnlyList<QlRow>> ReadBackAsync(
        IReadOnlyList<InfluxSeries> group, RowQuestion question, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var cuts = group.SelectMany(series => question.References.Select(one => FieldOf(series, one)).OfType<Series>()).Distinct()
            .Select(series => store.FindCuts(series, question.Range, PartSamples, MaximumParts)).MaxBy(found => found.Count) ?? [];
        var end = question.Range.To;
        foreach (var start in cuts.Reverse().Append(question.Range.From))
        {
            var rows = new List<QlRow>();
            await foreach (var some in ReadAsync(group, question with { Range = new TimeRange(start, end) }, cancellation))
                rows.AddRange(some);
            rows.Reverse();
            if (rows.Count > 0)
                yield return rows;
            end = start;
        }
    }

    /// <summary>The series that a reference means; null for a tag, and for what is not there.</summary>
    public static Series? FieldOf(InfluxSeries series, QlExpression.Reference reference) =>
        reference.Cast != "field" && series.FindTag(reference.Name) is not null ? null : series.FindField(reference.Name, reference.Cast == "field" ? null : reference.Cast);

    private async IAsyncEnumerable<IReadOnlyList<QlRow>> ReadAsync(
        InfluxSeries series, RowQuestion question, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var row = new RowValues(series, question);
        var cursors = row.Fields.Select(field => new FieldCursor(store.ReadAsync(field, question.Range, cancellation).GetAsyncEnumerator(cancellation))).ToArray();
        var (rows, slice) = (new List<QlRow>(), new TimeSlice(clock));
        try
        {
            foreach (var cursor in cursors)
                await cursor.MoveAsync();
            while (await row.TakeAsync(cursors))
            {
                if (question.Condition is null || QlValues.Holds(question.Condition, row.LookUp))
                    row.AddTo(rows, question.Columns);
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
