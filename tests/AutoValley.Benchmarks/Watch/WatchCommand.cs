using System.CommandLine;
using AutoValley.Benchmarks.Reports;

namespace AutoValley.Benchmarks.Watch;

/// <summary><c>watch</c>: how long a vehicle's place takes from its publish to those who watch the occupancy.</summary>
internal static class WatchCommand
{
    public static Command Create()
    {
        var vehicles = new Option<int>("--vehicles") { Description = "vehicles, each with 10 batches/s of 10 places (default: 40)", DefaultValueFactory = _ => 40 };
        var watchers = new Option<int>("--watchers") { Description = "of the occupancy, over gRPC (default: 4)", DefaultValueFactory = _ => 4 };
        var rounds = new Option<int>("--rounds") { Description = "times that it is measured (default: 5)", DefaultValueFactory = _ => 5 };
        var seconds = new Option<int>("--seconds") { Description = "that a round takes (default: 5)", DefaultValueFactory = _ => 5 };
        var markdown = new Option<string?>("--markdown") { Description = "writes the table to this file as well" };
        var command = new Command("watch", "Time from MQTT publish of a place to WatchOccupancy; batching in agents is not in it.") { vehicles, watchers, rounds, seconds, markdown };
        command.SetAction((parsed, cancellation) => Reported.RunAsync(
            parsed, parsed.GetValue(markdown),
            (report, stop) => new WatchBenchmark(parsed.GetValue(vehicles), parsed.GetValue(watchers), report)
                .RunAsync(parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(seconds)), stop),
            cancellation));
        return command;
    }
}
