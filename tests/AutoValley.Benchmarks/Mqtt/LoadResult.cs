using System.Diagnostics;

namespace AutoValley.Benchmarks.Mqtt;

/// <summary>What a load cost.</summary>
/// <param name="PerSecond">Publishes from publisher to subscriber a second.</param>
/// <param name="CpuMicros">CPU time of the peer's process for each, µs.</param>
/// <param name="Median">Half of them took no longer, µs.</param>
/// <param name="Slow">99 of 100 took no longer, µs.</param>
internal sealed record LoadResult(double PerSecond, double CpuMicros, double Median, double Slow)
{
    public static LoadResult Of(long[] latencies, TimeSpan wall, TimeSpan cpu)
    {
        Array.Sort(latencies);
        return new LoadResult(
            latencies.Length / wall.TotalSeconds, cpu.TotalMicroseconds / latencies.Length,
            Micros(latencies[latencies.Length / 2]), Micros(latencies[(int)(latencies.Length * 0.99)]));
    }

    /// <summary>Each figure's median.</summary>
    public static LoadResult MedianOf(IReadOnlyCollection<LoadResult> rounds) => new(
        Middle(rounds, round => round.PerSecond), Middle(rounds, round => round.CpuMicros),
        Middle(rounds, round => round.Median), Middle(rounds, round => round.Slow));

    private static double Middle(IReadOnlyCollection<LoadResult> rounds, Func<LoadResult, double> figure) =>
        rounds.Select(figure).Order().ElementAt(rounds.Count / 2);

    private static double Micros(long ticks) => ticks * 1e6 / Stopwatch.Frequency;
}
