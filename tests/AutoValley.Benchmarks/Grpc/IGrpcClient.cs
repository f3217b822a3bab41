namespace AutoValley.Benchmarks.Grpc;

/// <summary>Asks a server for a load.</summary>
internal interface IGrpcClient : IDisposable
{
    /// <summary>Asks for so many messages on each stream, or makes so many calls one after the other.</summary>
    /// <param name="load">What.</param>
    /// <param name="each">How many.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Time for all; of unary calls their latencies in µs.</returns>
    Task<(TimeSpan Wall, double[] Latencies)> RunAsync(GrpcLoad load, int each, CancellationToken cancellation);
}
