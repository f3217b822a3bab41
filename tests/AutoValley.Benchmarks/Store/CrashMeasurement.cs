using System.Diagnostics;
using AutoValley.Benchmarks.DataSets;
using AutoValley.Benchmarks.Peers.AutoValley;

namespace AutoValley.Benchmarks.Store;

/// <summary>Kills the server right after the last PUBACK, starts it again and compares every sample with what was sent.</summary>
internal static class CrashMeasurement
{
    // Longer than the sending: what is read comes from the journal.
    private static readonly TimeSpan SealAge = TimeSpan.FromMinutes(5);

    public static async Task<CrashResult> RunAsync(DataSet data, IReadOnlyList<Slice> slices, string folder, CancellationToken cancellation)
    {
        var wire = WireBatches.Encode(data, slices);
        await using (var first = await AutoValleyServer.StartAsync(folder, SealAge, cancellation))
        {
            await MqttSender.SendAsync(wire, first.Mqtt, cancellation);
            await first.Process.KillAsync();
        }
        var start = Stopwatch.GetTimestamp();
        await using var second = await AutoValleyServer.StartAsync(folder, SealAge, cancellation);
        var ready = Stopwatch.GetElapsedTime(start);
        return new CrashResult(ready, await Reread.DifferencesAsync(second.Channel, data, cancellation));
    }
}

/// <summary>How a start after kill -9 went.</summary>
/// <param name="Ready">From the start of the process until it says that it is ready.</param>
/// <param name="Wrong">Samples that differ, are missing or are too many.</param>
internal sealed record CrashResult(TimeSpan Ready, long Wrong);
