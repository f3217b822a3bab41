using System.Diagnostics;
using System.Net;
using AutoValley.Benchmarks.DataSets;
using AutoValley.Server.Composition;
using AutoValley.Server.Configuration;
using AutoValley.Telemetry;
using AutoValley.V1;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging;

namespace AutoValley.Benchmarks.Plot;

/// <summary>The same plots over gRPC on loopback, with server and client in this process: wall time a call, and CPU of both.</summary>
internal static class PlotCalls
{
    public static async Task MeasureAsync(
        string folder, IEnumerable<TimeRange> zooms, int maximum, TextWriter output, CancellationToken cancellation)
    {
        var free = new IPEndPoint(IPAddress.Loopback, 0);
        var options = new ServerOptions { DataFolder = folder, Listen = new ListenSettings { Http = free, Grpc = free, Mqtt = free } };
        await using var server = await ServerApplication.StartAsync(options, TimeProvider.System, _ => { }, cancellation);
        using var channel = GrpcChannel.ForAddress($"http://{server.Grpc}");
        var client = new QueryService.QueryServiceClient(channel);
        var requests = zooms.Select(zoom => new ReduceRequest
        {
            Vehicles = { LongSeries.Vehicle.ToString() },
            Signals = { SpeedRecording.Signal },
            Span = new() { From = zoom.From, To = zoom.To },
            Maximum = (uint)maximum,
        }).ToArray();
        // Once for the caches and the compiler.
        foreach (var request in requests)
            await CallAsync(client, request, cancellation);
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var times = new List<double>();
        foreach (var request in requests)
        {
            var start = TimeProvider.System.GetTimestamp();
            await CallAsync(client, request, cancellation);
            times.Add(TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
        }
        process.Refresh();
        var cpu = (process.TotalProcessorTime - before).TotalMilliseconds / requests.Length;
        times.Sort();
        await output.WriteLineAsync(
            $"the same over gRPC: p50 {times[times.Count / 2]:F3}, p99 {times[times.Count * 99 / 100]:F3} ms of wall time, {cpu:F3} ms of CPU a call, client and server");
    }

    private static async Task CallAsync(QueryService.QueryServiceClient client, ReduceRequest request, CancellationToken cancellation)
    {
        using var call = client.Reduce(request, cancellationToken: cancellation);
        await foreach (var response in call.ResponseStream.ReadAllAsync(cancellation))
        {
            if (response.Count == 0)
                throw new BenchmarkException("a plot of nothing");
        }
    }
}
