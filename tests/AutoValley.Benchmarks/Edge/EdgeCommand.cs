using System.CommandLine;
using AutoValley.Benchmarks.Reports;

namespace AutoValley.Benchmarks.Edge;

/// <summary><c>edge</c>: what the agent takes of a vehicle's computer.</summary>
internal static class EdgeCommand
{
    public static Command Create()
    {
        var seconds = new Option<int>("--seconds") { Description = "how long it is measured at a vehicle's pace (default: 60)", DefaultValueFactory = _ => 60 };
        var starts = new Option<int>("--starts") { Description = "how often its start is measured (default: 5)", DefaultValueFactory = _ => 5 };
        var program = new Option<string?>("--program") { Description = "the agent's program, published; the framework-dependent one beside this when left out", HelpName = "FILE" };
        var markdown = new Option<string?>("--markdown") { Description = "also writes the tables to this file" };
        var command = new Command(
            "edge", "The agent as a process of its own with the RAV4's buses, against a server on loopback: CPU, memory, bytes a sample, start; and how fast it decodes and replays.")
        {
            seconds, starts, program, markdown,
        };
        command.SetAction((parsed, cancellation) => Reported.RunAsync(
            parsed, parsed.GetValue(markdown),
            (report, stop) => new EdgeBenchmark(parsed.GetValue(program), report).RunAsync(System.TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(starts), stop),
            cancellation));
        return command;
    }
}
