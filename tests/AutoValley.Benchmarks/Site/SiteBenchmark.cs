using System.Diagnostics;
using AutoValley.V1;

namespace AutoValley.Benchmarks.Site;

/// <summary>
/// A server process beside this one, which holds the agents; both on the same cores. Durability: a batch counts when its watermark
/// came back, which is after the journal's sync.
/// </summary>
internal static class SiteBenchmark
{
    public static async Task<int> RunAsync(SiteWorkload workload, TextWriter output, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("autovalley-benchmark-");
        try
        {
            await using var server = await ServerProcess.StartAsync(folder.FullName, cancellation);
            await using var fleet = new SiteFleet(workload, server.Mqtt, Path.Combine(folder.FullName, "spool"));

            var start = Stopwatch.GetTimestamp();
            var (ownCpu, serverCpu) = (Environment.CpuUsage.TotalTime, server.Cpu);
            await fleet.RunAsync(cancellation);
            var wall = Stopwatch.GetElapsedTime(start);
            (ownCpu, serverCpu) = (Environment.CpuUsage.TotalTime - ownCpu, server.Cpu - serverCpu);

            await output.WriteLineAsync($"vehicles {workload.Vehicles}, {workload.Duration.TotalSeconds:F0} s of driving, {(workload.Maximum ? "as fast as taken" : "real time")}");
            await output.WriteLineAsync($"published           {fleet.Published:N0} samples");
            await output.WriteLineAsync($"durable             {fleet.Durable:N0} samples in {wall.TotalSeconds:F1} s = {fleet.Durable / wall.TotalSeconds:N0} samples/s (synced before PUBACK)");
            await output.WriteLineAsync($"CPU seconds         server {serverCpu.TotalSeconds:F1}, agents and simulation {ownCpu.TotalSeconds:F1}");
            var status = await server.SealedAsync(cancellation);
            await output.WriteLineAsync($"bytes a sample      {server.JournalBytes / (double)fleet.Published:F2} journal, {status.StoreBytes / (double)status.SamplesSealed:F2} sealed (files as they are on disk)");
            var stored = await server.CountAsync(fleet.Vehicles, cancellation);
            await output.WriteLineAsync($"read back           {stored:N0} samples over gRPC");
            await output.WriteLineAsync($"missing             {fleet.Published - stored}");
            return fleet.Published == stored ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
