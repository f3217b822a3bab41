using AutoValley.Storage;
using AutoValley.Telemetry;

namespace AutoValley.Server.Query;

/// <summary>Cuts long series into parts, where there are too few of them to keep all workers busy.</summary>
internal sealed class SeriesParts(ISampleStore store, QueryWorkers workers, QueryOptions options)
{
    // More parts than workers, so that all end at about the same time.
    private const int PartsAWorker = 4;

    // A kilohertz. In a span that is too short for a part at this rate nothing is looked for, which costs a turn of a worker.
    private const long ShortestStepNanos = UnixTime.NanosPerSecond / 1_000;

    /// <summary>The series in their order, each whole or as parts that follow each other. Parts begin where a bucket does.</summary>
    /// <exception cref="DamagedChunkException">The directory of a series cannot be read.</exception>
    public async ValueTask<IReadOnlyCollection<SeriesPart>> CutAsync(
        IReadOnlyList<Series> series, TimeRange range, BucketGrid grid, CancellationToken cancellation)
    {
        var isShort = ((Int128)range.To - range.From) / ShortestStepNanos < options.PartSamples;
        if (isShort || options.Workers == 1 || series.Count >= options.Workers * PartsAWorker)
            return [.. series.Select(one => new SeriesPart(one, range))];
        var parts = new List<SeriesPart>[series.Count];
        await workers.ForEachAsync(
            [.. Enumerable.Range(0, series.Count)],
            (index, _) =>
            {
                parts[index] = Cut(series[index], range, grid);
                return ValueTask.CompletedTask;
            },
            cancellation);
        return [.. parts.SelectMany(part => part)];
    }

    private List<SeriesPart> Cut(Series series, TimeRange range, BucketGrid grid)
    {
        List<SeriesPart> parts = [];
        var from = range.From;
        foreach (var cut in store.FindCuts(series, range, options.PartSamples, options.Workers * PartsAWorker))
        {
            if (grid.StartOf(cut) is var start && start <= from)
                continue;
            parts.Add(new SeriesPart(series, new TimeRange(from, start)));
            from = start;
        }
        parts.Add(new SeriesPart(series, new TimeRange(from, range.To)));
        return parts;
    }
}
