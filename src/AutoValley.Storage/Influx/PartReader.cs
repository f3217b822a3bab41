using System.Runtime.CompilerServices;
using AutoValley.Storage.Reading;
using AutoValley.Telemetry;

namespace AutoValley.Storage.Influx;

/// <summary>
/// Reads a series part by part, a page at a time: of all parts that have something in the range, the one whose next sample is the earliest goes first.
/// </summary>
internal sealed class PartReader(InfluxClient client, InfluxQl ql, PartLedger parts)
{
    /// <summary>Samples of a page; of texts fewer, see <see cref="PageColumn.MaximumTextBytes"/>.</summary>
    public const int PageSamples = SampleMerger.MaximumSlice;

    // Statements of one request: as long as a request line of a few KiB each.
    private const int MaximumStatements = 64;

    /// <summary>The pieces that share a time with the range, by their first times.</summary>
    public async IAsyncEnumerable<SamplePiece> FindAsync(Series series, TimeRange range, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (range.IsEmpty || range.To <= InfluxNames.FirstTime)
            yield break;
        var firsts = new PartPages([series.Type]);
        await client.QueryAsync(ql.Parts(series, range), firsts, cancellation);
        var next = new PriorityQueue<(string Session, string Part), long>();
        foreach (var page in firsts.Pages)
            next.Enqueue(page.Part, page.Column.LastTime);
        while (next.TryDequeue(out var part, out var from))
        {
            // One sample more than is wanted tells where the next page begins.
            var pages = new PartPages([series.Type]);
            await client.QueryAsync(ql.Page(series, part, range with { From = from }, PageSamples + 1), pages, cancellation);
            if (pages.Pages.SingleOrDefault()?.Column is not { } column)
                continue;
            var isWhole = column.Rows <= PageSamples && !column.IsFull;
            if (!isWhole)
                next.Enqueue(part, column.LastTime);
            if (column.Before(isWhole ? long.MaxValue : column.LastTime) is { Count: > 0 } samples)
                yield return parts.PieceOf(series.Vehicle, part, samples);
        }
    }

    /// <summary>By series id, the piece whose last sample is the latest.</summary>
    public async ValueTask<Dictionary<int, SamplePiece>> FindLatestAsync(IReadOnlyList<Series> series, CancellationToken cancellation)
    {
        Dictionary<int, SamplePiece> latest = [];
        foreach (var some in series.Chunk(MaximumStatements))
        {
            var pages = new PartPages([.. some.Select(one => one.Type)]);
            await client.QueryAsync(string.Join(';', some.Select(ql.Latest)), pages, cancellation);
            foreach (var page in pages.Pages)
            {
                var one = some[page.Statement];
                var piece = parts.PieceOf(one.Vehicle, page.Part, page.Column.Before(long.MaxValue));
                latest[one.Id] = UnsealedPieces.Later(latest.GetValueOrDefault(one.Id), piece);
            }
        }
        return latest;
    }
}
