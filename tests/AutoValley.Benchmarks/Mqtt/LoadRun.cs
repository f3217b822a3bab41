using System.Diagnostics;

namespace AutoValley.Benchmarks.Mqtt;

/// <summary>One load against one broker: connects, warms up, measures for a while, leaves.</summary>
internal sealed class LoadRun(Broker broker, LoadCase load)
{
    private const int FirstPublishes = 2_000;

    /// <summary>What the latencies of one run may take in memory: 8 B each.</summary>
    private const int MaximumPublishes = 10_000_000;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.2);

    private readonly List<LoadPublisher> publishers = [];

    public async Task<LoadResult> RunAsync(TimeSpan duration, CancellationToken cancellation)
    {
        using var subscriber = await LoadSubscriber.OpenAsync(broker.Port, load, cancellation);
        try
        {
            for (var number = 0; number < load.Clients; number++)
                publishers.Add(await LoadPublisher.OpenAsync(broker.Port, load, number, cancellation));
            // As many publishes as the time takes at the speed of the ones before.
            var first = await MeasureAsync(subscriber, FirstPublishes / load.Clients, cancellation);
            var warm = await MeasureAsync(subscriber, Each(first, WarmUp), cancellation);
            return await MeasureAsync(subscriber, Each(warm, duration), cancellation);
        }
        finally
        {
            foreach (var publisher in publishers)
                publisher.Dispose();
        }
    }

    private int Each(LoadResult before, TimeSpan time) =>
        (int)Math.Min(before.PerSecond * time.TotalSeconds, MaximumPublishes) / load.Clients;

    private async Task<LoadResult> MeasureAsync(LoadSubscriber subscriber, int each, CancellationToken cancellation)
    {
        each = Math.Max(each, 1);
        var latencies = new long[each * load.Clients];
        var (cpu, start) = (broker.Process.Cpu, Stopwatch.GetTimestamp());
        var receiving = subscriber.RunAsync(publishers, latencies, cancellation);
        await Task.WhenAll([receiving, .. publishers.Select(publisher => publisher.RunAsync(each, cancellation))]);
        var wall = Stopwatch.GetElapsedTime(start);
        return LoadResult.Of(latencies, wall, broker.Process.Cpu - cpu);
    }
}
