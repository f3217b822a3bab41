using System.CommandLine;

namespace AutoValley.Benchmarks.Plot;

/// <summary><c>plot</c>: what plots and searches of a long signal cost.</summary>
internal static class PlotCommand
{
    public static Command Create()
    {
        var samples = new Option<long>("--samples") { Description = "of the one signal (default: 100,000,000)", DefaultValueFactory = _ => 100_000_000 };
        var only = new Option<string?>("--only-seal") { Description = "measures nothing: leaves the signal in this data folder, for a server and its page" };
        var command = new Command("plot", "Seals one long signal; prints the CPU time of plots of any zoom and of searches, in process and over gRPC.") { samples, only };
        command.SetAction((parsed, cancellation) => parsed.GetValue(only) is { } folder
            ? LongSeries.SealAsync(folder, parsed.GetValue(samples), cancellation)
            : PlotBenchmark.RunAsync(parsed.GetValue(samples), Console.Out, cancellation));
        return command;
    }
}
