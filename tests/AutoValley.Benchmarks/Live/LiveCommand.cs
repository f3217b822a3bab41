using System.CommandLine;
using AutoValley.Benchmarks.Reports;

namespace AutoValley.Benchmarks.Live;

/// <summary><c>live</c>: how long a batch takes from its publish to those who watch its vehicle.</summary>
internal static class LiveCommand
{
    public static Command Create()
    {
        var vehicles = new Option<int>("--vehicles") { Description = "vehicles, each at 5,060 samples/s (default: 100)", DefaultValueFactory = _ => 100 };
        var subscribers = new Option<int>("--subscribers") { Description = "gRPC subscribers, each of one vehicle (default: 1,000)", DefaultValueFactory = _ => 1_000 };
        var rounds = new Option<int>("--rounds") { Description = "times that all is measured, of which the medians are told (default: 3)", DefaultValueFactory = _ => 3 };
        var seconds = new Option<int>("--seconds") { Description = "that a load is measured (default: 5)", DefaultValueFactory = _ => 5 };
        var plain = new Option<bool>("--plain") { Description = "plain columns instead of those that the vehicle sent" };
        var markdown = new Option<string?>("--markdown") { Description = "writes the table to this file as well" };
        var command = new Command("live", "Time from MQTT publish to gRPC subscribers: one, many, and many of which one is frozen.")
        {
            vehicles, subscribers, rounds, seconds, plain, markdown,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var workload = new LiveWorkload(
                parsed.GetValue(vehicles), parsed.GetValue(subscribers), parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(plain));
            return Reported.RunAsync(parsed, parsed.GetValue(markdown), (report, stop) => new LiveBenchmark(workload, report).RunAsync(stop), cancellation);
        });
        return command;
    }
}
