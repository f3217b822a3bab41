using System.Runtime.CompilerServices;
using AutoValley.Storage;
using AutoValley.Telemetry;

namespace AutoValley.Server.Query.Align;

/// <summary>The times of rows, in slices of a given size at most.</summary>
internal static class RowClock
{
    /// <summary>Whole multiples of a length of time since the epoch, inside the range.</summary>
    public static async IAsyncEnumerable<ReadOnlyMemory<long>> Grid(BucketGrid grid, TimeRange range, int size)
    {
        await Task.CompletedTask;
        if (range.IsEmpty)
            yield break;
        var first = grid.StartOf(range.From) == range.From ? range.From : grid.EndOf(range.From);
        foreach (var rows in first is { } from ? grid.Starts(from, range.To).Chunk(size) : [])
            yield return rows;
    }

    /// <summary>The times that a series has inside the range.</summary>
    public static async IAsyncEnumerable<ReadOnlyMemory<long>> Of(
        ISampleStore store, Series series, TimeRange range, int size, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var samples in store.ReadAsync(series, range, cancellation))
        {
            for (var start = 0; start < samples.Count; start += size)
                yield return samples.Times.Slice(start, Math.Min(size, samples.Count - start));
        }
    }
}
