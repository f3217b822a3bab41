using System.Runtime.InteropServices;

namespace AutoValley.Benchmarks.Codec;

/// <summary>CPU time of the current thread (Linux): what others do on the machine does not count.</summary>
internal static class ThreadTime
{
    private const int ThreadClock = 3;

    /// <summary>Nanoseconds that one call takes: the least of so many counts, each of about a third of a millisecond.</summary>
    public static double NanosOf(Action work, int counts)
    {
        const double CountNanos = 3e5;
        var (least, calls) = (double.MaxValue, 1);
        for (var count = 0; count < counts; count++)
        {
            var start = Now();
            for (var call = 0; call < calls; call++)
                work();
            least = Math.Min(least, (Now() - start) / calls);
            calls = (int)Math.Max(1, CountNanos / least);
        }
        return least;
    }

    /// <summary>Nanoseconds that one call takes.</summary>
    public static double NanosOf(Action work)
    {
        var start = Now();
        work();
        return Now() - start;
    }

    private static double Now()
    {
        if (clock_gettime(ThreadClock, out var time) != 0)
            throw new BenchmarkException("no clock of the thread");
        return (time.Seconds * 1e9) + time.Nanos;
    }

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int clock_gettime(int clock, out Span time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Span
    {
        public readonly long Seconds;
        public readonly long Nanos;
    }
}
