using System.CommandLine;
using AutoValley.Benchmarks.Reports;

namespace AutoValley.Benchmarks.Accept;

/// <summary><c>accept</c>: how long batches wait for their acknowledgement while long queries run.</summary>
internal static class AcceptCommand
{
    public static Command Create()
    {
        var samples = new Option<long>("--samples")
        {
            Description = "samples that the queries run over (default: 20,000,000)", DefaultValueFactory = _ => 20_000_000,
        };
        var queries = new Option<int>("--queries") { Description = "queries at a time (default: 4)", DefaultValueFactory = _ => 4 };
        var rounds = new Option<int>("--rounds") { Description = "pairs of spans without and with queries (default: 5)", DefaultValueFactory = _ => 5 };
        var seconds = new Option<int>("--seconds") { Description = "length of a span (default: 5)", DefaultValueFactory = _ => 5 };
        var markdown = new Option<string?>("--markdown") { Description = "writes the table to this file as well" };
        var command = new Command("accept", "Time from PUBLISH to PUBACK (synced) with and without long queries beside it.")
        {
            samples, queries, rounds, seconds, markdown,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var workload = new AcceptWorkload(
                parsed.GetValue(samples), parsed.GetValue(queries), parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(seconds)));
            return Reported.RunAsync(
                parsed, parsed.GetValue(markdown), (report, stop) => new AcceptBenchmark(workload, report).RunAsync(stop), cancellation);
        });
        return command;
    }
}
