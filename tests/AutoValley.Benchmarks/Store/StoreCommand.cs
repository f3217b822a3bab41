using System.CommandLine;
using AutoValley.Benchmarks.DataSets;
using AutoValley.Benchmarks.Peers;
using AutoValley.Benchmarks.Reports;

namespace AutoValley.Benchmarks.Store;

/// <summary><c>store</c>: the same samples into AutoValley, VictoriaMetrics, InfluxDB and DuckDB.</summary>
internal static class StoreCommand
{
    private const long UsualSamples = 3_000_000;
    private const long SmallSamples = 300_000;
    private const long LongSamples = 100_000_000;
    private const int UsualBatch = 25_000;

    // InfluxDB takes minutes for 100,000,000 samples: only when named.
    private const string UsualLong = "autovalley,autovalley-grpc,victoria,victoria-native,duckdb,duckdb-wide";

    public static Command Create()
    {
        var sets = new Option<string>("--data")
        {
            Description = $"data sets: all, or some of {string.Join(",", DataSetCatalogue.Names)}",
            DefaultValueFactory = _ => "all",
        };
        var samples = new Option<long>("--samples") { Description = "samples a data set, about", DefaultValueFactory = _ => UsualSamples };
        var small = new Option<bool>("--small") { Description = "300,000 samples: whether everything runs" };
        var large = new Option<bool>("--long") { Description = "100,000,000 samples, without InfluxDB unless --peers names it" };
        var batch = new Option<int>("--batch")
        {
            Description = "samples a batch, about; the default is what an agent makes of its backlog",
            DefaultValueFactory = _ => UsualBatch,
        };
        var peers = new Option<string?>("--peers") { Description = $"all (the default), or some of {string.Join(",", StorePeers.Names)}" };
        var markdown = new Option<string?>("--markdown") { Description = "writes the tables to this file as well" };
        var command = new Command("store", "Durable ingest, bytes a sample and equality of what is read back, beside the peers.")
        {
            sets, samples, small, large, batch, peers, markdown,
        };
        command.SetAction((parsed, cancellation) => Reported.RunAsync(
            parsed, parsed.GetValue(markdown), (report, stop) => new StoreBenchmark(ToWorkload(parsed), report).RunAsync(stop), cancellation));
        return command;

        StoreWorkload ToWorkload(ParseResult parsed)
        {
            var isLong = parsed.GetValue(large);
            return new StoreWorkload(
                DataSetCatalogue.Parse(parsed.GetValue(sets)!),
                parsed.GetValue(small) ? SmallSamples : isLong ? LongSamples : parsed.GetValue(samples),
                parsed.GetValue(batch),
                StorePeers.Parse(parsed.GetValue(peers) ?? (isLong ? UsualLong : "all")));
        }
    }
}
