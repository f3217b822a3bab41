using System.CommandLine;
using System.Runtime.InteropServices;

namespace AutoValley.Benchmarks.Reports;

/// <summary>Runs a benchmark with a report around it. Ctrl-C and SIGTERM end it in order: peers are ended and folders removed.</summary>
internal static class Reported
{
    /// <summary>Exit code: 0 done, 1 a result differs or the benchmark failed.</summary>
    public static async Task<int> RunAsync(
        ParseResult parsed, string? markdown, Func<Report, CancellationToken, Task> benchmark, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var report = new Report(Console.Out, Console.Error, markdown);
        try
        {
            await benchmark(report, stop.Token);
            var command = string.Join(' ', parsed.Tokens.Select(token => token.Value));
            await report.SaveAsync(command.Replace($" --markdown {markdown}", "", StringComparison.Ordinal), stop.Token);
            return report.HasDifference ? 1 : 0;
        }
        catch (BenchmarkException failure) when (!stop.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            // Peers get Ctrl-C as well, so that any request of theirs may fail now.
            await Console.Error.WriteLineAsync("stopped");
            return 1;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }
}
