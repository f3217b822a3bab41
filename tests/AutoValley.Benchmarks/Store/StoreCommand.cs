using System.CommandLine;
using AutoValley.Benchmarks.DataSets;
using AutoValley.Benchmarks.Peers;
using AutoValley.Benchmarks.Reports;

namespace AutoValley.Benchmarks.Store;

/// <summary><c>store</c>: the same samples into AutoValley, VictoriaMetrics, InfluxDB and DuckDB.</summary>
internal static class StoreCommand
{
    private const long SmallSamples = 300_000;
    private const long LongSamples = 100_000_000;

    public static Command Create()
    {
        var sets = new Option<string>("--data") { Description = $"data sets: all, or some of {string.Join(",", DataSetCatalogue.Names)}", DefaultValueFactory = _ => "all" };
        var samples = new Option<long>("--samples") { Description = "samples a data set, about (default: 3,000,000)", DefaultValueFactory = _ => 3_000_000 };
        var small = new Option<bool>("--small") { Description = "300,000 samples: whether everything runs" };
        var large = new Option<bool>("--long") { Description = "100,000,000 samples" };
        var batch = new Option<int>("--batch") { Description = "samples a batch, about (default: 25,000, as an agent sends its backlog)", DefaultValueFactory = _ => 25_000 };
        var peers = new Option<string>("--peers") { Description = $"stores: all, or some of {string.Join(",", StorePeers.Names)}", DefaultValueFactory = _ => "all" };
        var markdown = new Option<string?>("--markdown") { Description = "writes the tables to this file as well" };
        var command = new Command("store", "Durable ingest, bytes a sample and equality of what is read back, beside the peers.")
        {
            sets, samples, small, large, batch, peers, markdown,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var count = parsed.GetValue(small) ? SmallSamples : parsed.GetValue(large) ? LongSamples : parsed.GetValue(samples);
            var names = parsed.GetValue(sets)!;
            return Reported.RunAsync(parsed, parsed.GetValue(markdown), report =>
            {
                var workload = new StoreWorkload(
                    names == "all" ? DataSetCatalogue.Names : names.Split(','), count, parsed.GetValue(batch), StorePeers.Parse(parsed.GetValue(peers)!));
                return new StoreBenchmark(workload, report).RunAsync(cancellation);
            }, cancellation);
        });
        return command;
    }
}
