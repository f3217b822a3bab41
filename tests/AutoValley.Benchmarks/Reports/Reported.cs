using System.CommandLine;

namespace AutoValley.Benchmarks.Reports;

/// <summary>Runs a benchmark with a report around it.</summary>
internal static class Reported
{
    /// <summary>Exit code: 0 done, 1 a result differs or the benchmark failed.</summary>
    public static async Task<int> RunAsync(ParseResult parsed, string? markdown, Func<Report, Task> benchmark, CancellationToken cancellation)
    {
        var report = new Report(Console.Out, Console.Error, markdown);
        try
        {
            await benchmark(report);
            await report.SaveAsync(string.Join(' ', parsed.Tokens.Select(token => token.Value)), cancellation);
            return report.HasDifference ? 1 : 0;
        }
        catch (BenchmarkException failure)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("stopped");
            return 1;
        }
    }
}
