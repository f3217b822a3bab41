using System.CommandLine;
using AutoValley.Benchmarks.DataSets;
using AutoValley.Benchmarks.Peers;
using AutoValley.Benchmarks.Reports;

namespace AutoValley.Benchmarks.Query;

/// <summary><c>query</c>: the same questions to AutoValley, VictoriaMetrics, InfluxDB and DuckDB.</summary>
internal static class QueryCommand
{
    private const long SmallSamples = 300_000;
    private const long LongSamples = 100_000_000;

    // All there are but a second AutoValley or VictoriaMetrics, which differ in how samples come in.
    private const string Usual = "autovalley,victoria-native,duckdb,influx";

    // InfluxDB takes minutes to load 100,000,000 samples: only when named.
    private const string UsualLong = "autovalley,victoria-native,duckdb";

    public static Command Create()
    {
        var samples = new Option<long>("--samples")
        {
            Description = "samples of the long drive (default: 3,000,000); a vehicle of the fleet has a tenth, 30,000 to 3,000,000",
            DefaultValueFactory = _ => 3_000_000,
        };
        var data = new Option<string>("--data")
        {
            Description = $"speed: one signal, made for it; or one of {string.Join(", ", DataSetCatalogue.Names)}: about --samples of all signals, one of them asked for",
            DefaultValueFactory = _ => QueryWorkload.Speed,
        };
        data.AcceptOnlyFromAmong([QueryWorkload.Speed, .. DataSetCatalogue.Names]);
        var small = new Option<bool>("--small") { Description = "300,000 samples: whether everything runs" };
        var large = new Option<bool>("--long") { Description = "100,000,000 samples, without InfluxDB unless --peers names it" };
        var rounds = new Option<int>("--rounds") { Description = "how often each question is asked", DefaultValueFactory = _ => 7 };
        var warmUps = new Option<int>("--warm-ups")
        {
            Description = "how often it is asked before that, at most, in 2 s (default: 20)", DefaultValueFactory = _ => 20,
        };
        var zooms = new Option<int>("--zooms") { Description = "random zooms (default: 200)", DefaultValueFactory = _ => 200 };
        var budget = new Option<int>("--budget") { Description = "seconds a store may take for the zooms", DefaultValueFactory = _ => 60 };
        var peers = new Option<string?>("--peers") { Description = $"some of {string.Join(",", StorePeers.Names)} (default: {Usual})" };
        var markdown = new Option<string?>("--markdown") { Description = "writes the table to this file as well" };
        var command = new Command("query", "Aggregates, plots and raw export of one signal, beside the peers.")
        {
            data, samples, small, large, rounds, warmUps, zooms, budget, peers, markdown,
        };
        command.SetAction((parsed, cancellation) => Reported.RunAsync(
            parsed, parsed.GetValue(markdown), (report, stop) => new QueryBenchmark(ToWorkload(parsed), report).RunAsync(stop), cancellation));
        return command;

        QueryWorkload ToWorkload(ParseResult parsed)
        {
            var isLong = parsed.GetValue(large);
            var count = parsed.GetValue(small) ? SmallSamples : isLong ? LongSamples : parsed.GetValue(samples);
            var names = parsed.GetValue(peers) ?? (isLong ? UsualLong : Usual);
            return new QueryWorkload(
                parsed.GetValue(data)!, count, parsed.GetValue(rounds), parsed.GetValue(warmUps), parsed.GetValue(zooms), TimeSpan.FromSeconds(parsed.GetValue(budget)), StorePeers.Parse(names));
        }
    }
}
