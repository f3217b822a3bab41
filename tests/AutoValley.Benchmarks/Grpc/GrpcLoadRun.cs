namespace AutoValley.Benchmarks.Grpc;

/// <summary>One load against one server: connects, warms up, measures for a while, leaves.</summary>
internal static class GrpcLoadRun
{
    /// <summary>What the latencies of one run may take in memory: 8 B each.</summary>
    private const int MaximumMessages = 10_000_000;

    // What was shorter tells little about how many messages a time takes.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.2);

    public static async Task<GrpcResult> RunAsync(GrpcPeer peer, GrpcLoad load, TimeSpan duration, CancellationToken cancellation)
    {
        using var client = peer.CreateClient();
        var each = 1;
        // Connects, and lets both sides compile what they need.
        await client.RunAsync(load, each, cancellation);
        var (wall, _) = await client.RunAsync(load, each, cancellation);
        while (wall < WarmUp)
        {
            each = Math.Min(each * 4, MaximumMessages / load.Parallel);
            (wall, _) = await client.RunAsync(load, each, cancellation);
        }
        each = (int)Math.Clamp(each * (duration / wall), 1, MaximumMessages / load.Parallel);
        var cpu = peer.Process.Cpu;
        (wall, var latencies) = await client.RunAsync(load, each, cancellation);
        return GrpcResult.Of((long)each * load.Parallel, wall, peer.Process.Cpu - cpu, latencies);
    }
}
