using System.CommandLine;

namespace AutoValley.Benchmarks.Sealing;

/// <summary><c>sealing</c>: what journal and sealing cost, in process.</summary>
internal static class SealingCommand
{
    public static Command Create()
    {
        var vehicles = new Option<int>("--vehicles") { Description = "vehicles, each at 5,060 samples/s (default: 40)", DefaultValueFactory = _ => 40 };
        var seconds = new Option<int>("--seconds") { Description = "driving time (default: 60)", DefaultValueFactory = _ => 60 };
        var repeat = new Option<int>("--repeat") { Description = "how often; the best counts (default: 5)", DefaultValueFactory = _ => 5 };
        var command = new Command("sealing", "Appends and seals the site workload's batches in process; prints samples per CPU second of each.")
        {
            vehicles, seconds, repeat,
        };
        command.SetAction((parsed, _) => SealingBenchmark.RunAsync(
            parsed.GetValue(vehicles), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(repeat), Console.Out));
        return command;
    }
}
