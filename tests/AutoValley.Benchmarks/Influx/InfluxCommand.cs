using System.CommandLine;
using AutoValley.Benchmarks.Reports;

namespace AutoValley.Benchmarks.Influx;

/// <summary><c>influx</c>: what AutoValley does for an InfluxDB, and in its place, beside those who do the same.</summary>
internal static class InfluxCommand
{
    private static readonly string[] Parts = ["forward", "in"];

    public static Command Create()
    {
        var what = new Option<string>("--what") { Description = $"some of {string.Join(",", Parts)} (default: all)", DefaultValueFactory = _ => "all" };
        var samples = new Option<long>("--samples") { Description = "samples, about (default: 3,000,000)", DefaultValueFactory = _ => 3_000_000 };
        var rounds = new Option<int>("--rounds") { Description = "of each, in turn (default: 5)", DefaultValueFactory = _ => 5 };
        var window = new Option<int>("--window") { Description = "forward: publishes of a vehicle under way (default: 100)", DefaultValueFactory = _ => 100 };
        var markdown = new Option<string?>("--markdown") { Description = "writes the tables to this file as well" };
        var command = new Command("influx", "forward: the same JSON messages into InfluxDB 1.6 by AutoValley and by Mosquitto with Node-RED: samples stored, processor time, what is lost. in: the same line protocol into AutoValley and VictoriaMetrics.")
        {
            what, samples, rounds, window, markdown,
        };
        command.SetAction((parsed, cancellation) => Reported.RunAsync(
            parsed, parsed.GetValue(markdown), (report, stop) => RunAsync(NameList.Parse(parsed.GetValue(what)!, "part", Parts), parsed, report, stop), cancellation));
        return command;

        async Task RunAsync(IReadOnlyList<string> parts, ParseResult parsed, Report report, CancellationToken stop)
        {
            if (parts.Contains("forward"))
                await new ForwardBenchmark(new ForwardWorkload(parsed.GetValue(samples), parsed.GetValue(rounds), parsed.GetValue(window)), report).RunAsync(stop);
            if (parts.Contains("in"))
                await new InBenchmark(new InWorkload(parsed.GetValue(samples), parsed.GetValue(rounds)), report).RunAsync(stop);
        }
    }
}
