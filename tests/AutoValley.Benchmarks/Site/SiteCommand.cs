using System.CommandLine;

namespace AutoValley.Benchmarks.Site;

/// <summary><c>site</c>: the whole site's workload through agent, MQTT, journal and store.</summary>
internal static class SiteCommand
{
    public static Command Create()
    {
        var vehicles = new Option<int>("--vehicles") { Description = "vehicles, each at 5,060 samples/s (default: 40)", DefaultValueFactory = _ => 40 };
        var seconds = new Option<int>("--seconds") { Description = "driving time (default: 20)", DefaultValueFactory = _ => 20 };
        var max = new Option<bool>("--max") { Description = "sample as fast as the server takes it, not in real time" };
        var command = new Command("site", "V simulated vehicles for some seconds; prints samples/s durable, CPU seconds, bytes a sample and what is missing.")
        {
            vehicles, seconds, max,
        };
        command.SetAction((parsed, cancellation) => SiteBenchmark.RunAsync(
            new SiteWorkload(parsed.GetValue(vehicles), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(max)), Console.Out, cancellation));
        return command;
    }
}
