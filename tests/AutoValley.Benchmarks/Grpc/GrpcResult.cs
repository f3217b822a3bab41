namespace AutoValley.Benchmarks.Grpc;

/// <summary>What a load cost.</summary>
/// <param name="PerSecond">Messages a second that the client read.</param>
/// <param name="CpuMicros">CPU time of the server's process for each, µs.</param>
/// <param name="Median">Unary: half of the calls took no longer, µs.</param>
/// <param name="Slow">Unary: 99 of 100 took no longer, µs.</param>
internal sealed record GrpcResult(double PerSecond, double CpuMicros, double? Median, double? Slow)
{
    /// <param name="count">Messages.</param>
    /// <param name="wall">For all.</param>
    /// <param name="cpu">For all, of the server.</param>
    /// <param name="latencies">Of calls, µs; none of streams.</param>
    public static GrpcResult Of(long count, TimeSpan wall, TimeSpan cpu, double[] latencies)
    {
        Array.Sort(latencies);
        double? At(double share) => latencies.Length == 0 ? null : latencies[(int)((latencies.Length - 1) * share)];
        return new GrpcResult(count / wall.TotalSeconds, cpu.TotalMicroseconds / count, At(0.5), At(0.99));
    }

    /// <summary>Each figure's median.</summary>
    public static GrpcResult MedianOf(IReadOnlyCollection<GrpcResult> rounds) => new(
        Middle(rounds, round => round.PerSecond)!.Value, Middle(rounds, round => round.CpuMicros)!.Value,
        Middle(rounds, round => round.Median), Middle(rounds, round => round.Slow));

    private static double? Middle(IReadOnlyCollection<GrpcResult> rounds, Func<GrpcResult, double?> figure) =>
        rounds.Select(figure).Order().ElementAt(rounds.Count / 2);
}
