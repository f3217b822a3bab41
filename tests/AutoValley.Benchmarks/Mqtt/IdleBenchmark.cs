using System.Globalization;
using AutoValley.Benchmarks.Peers;
using AutoValley.Benchmarks.Reports;

namespace AutoValley.Benchmarks.Mqtt;

/// <summary>Opens connections that say nothing, with a keep-alive, to one peer after the other, and sees what their processes grow by.</summary>
internal sealed class IdleBenchmark(IReadOnlyList<string> peers, int connections)
{
    /// <summary>Connections before, so that what is made once is not theirs.</summary>
    private const int First = 200;

    public async Task RunAsync(Report report, CancellationToken cancellation)
    {
        var table = new ReportTable($"{connections} idle connections", "peer", "heap bytes each", "resident bytes each", "resident MiB in all");
        foreach (var peer in peers)
        {
            report.Step($"{connections} connections to {peer}");
            try
            {
                table.Add(await MeasureAsync(peer, cancellation));
            }
            catch (BenchmarkException absent)
            {
                report.Note($"without {peer}: {absent.Message}");
            }
        }
        report.Note("MQTT 3.1.1, a keep-alive of 600 s, no subscription; heap: bytes alive after a collection, resident: before it.");
        report.Add(table);
    }

    private async Task<string[]> MeasureAsync(string peer, CancellationToken cancellation)
    {
        await using var broker = await Broker.StartAsync(peer, cancellation);
        await using var before = await OpenAsync(broker, 0, First, cancellation);
        var heap = await broker.HeapBytesAsync(cancellation);
        var resident = broker.Process.ResidentBytes;
        await using var measured = await OpenAsync(broker, First, connections, cancellation);
        var (residentNow, heapNow) = (broker.Process.ResidentBytes, await broker.HeapBytesAsync(cancellation));
        return
        [
            peer, heapNow is null ? "-" : Number((heapNow - heap)!.Value / (double)connections, "N0"),
            Number((residentNow - resident) / (double)connections, "N0"), Number(residentNow / 1048576.0, "N1"),
        ];
    }

    private static async Task<IdleClients> OpenAsync(Broker broker, int first, int count, CancellationToken cancellation)
    {
        var clients = await IdleClients.OpenAsync(broker, first, count, cancellation);
        // What the last ones brought about is over.
        await Quiet.WaitAsync(broker.Process, static () => 0, 2, cancellation);
        return clients;
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
