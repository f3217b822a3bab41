using System.Diagnostics;

namespace AutoValley.Benchmarks.Peers;

/// <summary>Tells when a store's work behind the scenes is over, which no store says of itself.</summary>
internal static class Quiet
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan IdleCpu = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>Waits until the files have not changed, and the process has hardly run, for so many half seconds in a row.</summary>
    /// <exception cref="BenchmarkException">It works on for more than ten minutes.</exception>
    public static async Task WaitAsync(PeerProcess process, Func<long> diskBytes, int halfSeconds, CancellationToken cancellation)
    {
        var (start, bytes, cpu) = (Stopwatch.GetTimestamp(), -1L, TimeSpan.Zero);
        for (var quiet = 0; quiet < halfSeconds;)
        {
            if (Stopwatch.GetElapsedTime(start) > Longest)
                throw new BenchmarkException($"it does not come to rest within {Longest.TotalMinutes} minutes");
            await Task.Delay(Interval, cancellation);
            var (bytesNow, cpuNow) = (diskBytes(), process.Cpu);
            quiet = bytesNow == bytes && cpuNow - cpu < IdleCpu ? quiet + 1 : 0;
            (bytes, cpu) = (bytesNow, cpuNow);
        }
    }
}
