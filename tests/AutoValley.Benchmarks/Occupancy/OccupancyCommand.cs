using System.CommandLine;
using AutoValley.Benchmarks.Reports;

namespace AutoValley.Benchmarks.Occupancy;

/// <summary><c>occupancy</c>: how fast zones are found and vehicles judged.</summary>
internal static class OccupancyCommand
{
    public static Command Create()
    {
        var pairs = new Option<int>("--pairs") { Description = "runs of each side, in turn (default: 7)", DefaultValueFactory = _ => 7 };
        var markdown = new Option<string?>("--markdown") { Description = "also writes the tables to this file" };
        var command = new Command("occupancy", "SUMO's fleet on Mcity's 140 roads and junctions: positions a second beside NetTopologySuite, and what 400 vehicles at 100 Hz cost.")
        {
            pairs, markdown,
        };
        command.SetAction((parsed, cancellation) => Reported.RunAsync(
            parsed, parsed.GetValue(markdown), (report, stop) => new OccupancyBenchmark(parsed.GetValue(pairs)).RunAsync(report, stop), cancellation));
        return command;
    }
}
