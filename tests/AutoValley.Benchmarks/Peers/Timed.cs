using System.Diagnostics;

namespace AutoValley.Benchmarks.Peers;

/// <summary>An answer and what it took.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Wall">From asking until the client has all of it in its own types.</param>
/// <param name="Cpu">CPU time of the store's process meanwhile.</param>
internal readonly record struct Timed<T>(T Answer, TimeSpan Wall, TimeSpan Cpu);

/// <summary>Measures questions to a process.</summary>
internal static class Timed
{
    public static async Task<Timed<T>> MeasureAsync<T>(PeerProcess process, Func<Task<T>> ask)
    {
        var (cpu, start) = (process.Cpu, Stopwatch.GetTimestamp());
        var answer = await ask();
        return new Timed<T>(answer, Stopwatch.GetElapsedTime(start), process.Cpu - cpu);
    }
}
