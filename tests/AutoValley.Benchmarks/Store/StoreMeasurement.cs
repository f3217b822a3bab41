using System.Diagnostics;
using AutoValley.Benchmarks.DataSets;
using AutoValley.Benchmarks.Peers;

namespace AutoValley.Benchmarks.Store;

/// <summary>One store, one data set: start, send, wait, compare.</summary>
internal static class StoreMeasurement
{
    public static async Task<StoreResult> RunAsync(IStorePeer peer, Dictionary<SeriesKey, SeriesFacts> truth, CancellationToken cancellation)
    {
        await peer.StartAsync(cancellation);
        var (start, cpu) = (Stopwatch.GetTimestamp(), peer.Cpu);
        await peer.IngestAsync(cancellation);
        var (acknowledged, acknowledgedCpu) = (Stopwatch.GetElapsedTime(start), peer.Cpu - cpu);
        await peer.BecomeQueryableAsync(cancellation);
        var queryable = Stopwatch.GetElapsedTime(start);
        await peer.SettleAsync(cancellation);
        var (settled, settledCpu) = (Stopwatch.GetElapsedTime(start), peer.Cpu - cpu);
        var (memory, disk) = (peer.PeakResidentBytes, peer.DiskBytes);
        var (differences, first) = Compare(truth, await peer.GetFactsAsync(cancellation));
        var contents = new StoreContents(disk, differences, first);
        return new StoreResult(acknowledged, acknowledgedCpu, queryable, settled, settledCpu, memory, contents);
    }

    private static (int Count, string First) Compare(Dictionary<SeriesKey, SeriesFacts> truth, Dictionary<SeriesKey, SeriesFacts> found)
    {
        var (count, first) = (0, "");
        foreach (var (key, expected) in truth)
        {
            var difference = found.TryGetValue(key, out var fact) ? expected.Matches(fact, out var text) ? null : text : "not there";
            if (difference is not null && count++ == 0)
                first = $"{key.Vehicle} {key.Signal}: {difference}";
        }
        return (count + found.Keys.Count(key => !truth.ContainsKey(key)), first);
    }
}
