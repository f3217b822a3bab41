using System.Diagnostics;
using System.Net.Sockets;

namespace AutoValley.Benchmarks.Mqtt;

/// <summary>One load against one broker: connects, warms up, measures, leaves.</summary>
internal sealed class LoadRun(Broker broker, LoadCase load)
{
    private const int WarmUp = 20;
    private readonly List<Socket> idle = [];
    private readonly List<LoadPublisher> publishers = [];

    public async Task<LoadResult> RunAsync(int publishes, CancellationToken cancellation)
    {
        using var subscriber = await LoadSubscriber.OpenAsync(broker.Port, load, cancellation);
        try
        {
            for (var number = 0; number < load.Idle; number++)
                idle.Add(await LoadConnection.OpenAsync(broker.Port, $"idle-{number}", cancellation));
            for (var number = 0; number < load.Clients; number++)
                publishers.Add(await LoadPublisher.OpenAsync(broker.Port, load, number, cancellation));
            var each = Math.Max(publishes / load.Clients, 1);
            await MeasureAsync(subscriber, Math.Max(each / WarmUp, 1), cancellation);
            return await MeasureAsync(subscriber, each, cancellation);
        }
        finally
        {
            foreach (var publisher in publishers)
                publisher.Dispose();
            foreach (var socket in idle)
                socket.Dispose();
        }
    }

    private async Task<LoadResult> MeasureAsync(LoadSubscriber subscriber, int each, CancellationToken cancellation)
    {
        var latencies = new long[each * load.Clients];
        var (cpu, start) = (broker.Process.Cpu, Stopwatch.GetTimestamp());
        var receiving = subscriber.RunAsync(publishers, latencies, cancellation);
        await Task.WhenAll([receiving, .. publishers.Select(publisher => publisher.RunAsync(each, cancellation))]);
        var wall = Stopwatch.GetElapsedTime(start);
        return LoadResult.Of(latencies, wall, broker.Process.Cpu - cpu);
    }
}
