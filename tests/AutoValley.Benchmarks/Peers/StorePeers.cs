using AutoValley.Benchmarks.Peers.AutoValley;
using AutoValley.Benchmarks.Peers.DuckDb;
using AutoValley.Benchmarks.Peers.Influx;
using AutoValley.Benchmarks.Peers.VictoriaMetrics;

namespace AutoValley.Benchmarks.Peers;

/// <summary>The stores by the names of <c>--peers</c>.</summary>
internal static class StorePeers
{
    /// <summary>Names, in the order of the tables; <c>all</c> are all.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["autovalley", "autovalley-grpc", "victoria", "victoria-native", "influx", "duckdb", "duckdb-wide"];

    /// <summary>Reads a list of names.</summary>
    /// <exception cref="BenchmarkException">One is none.</exception>
    public static IReadOnlyList<string> Parse(string list) => NameList.Parse(list, "peer", Names);

    /// <summary>The store of a name.</summary>
    public static IStorePeer Create(string name) => name switch
    {
        "autovalley" => new AutoValleyStore(grpc: false),
        "autovalley-grpc" => new AutoValleyStore(grpc: true),
        "victoria" => new VictoriaStore(native: false),
        "victoria-native" => new VictoriaStore(native: true),
        "influx" => new InfluxStore(),
        "duckdb" => new DuckStore(isWide: false),
        "duckdb-wide" => new DuckStore(isWide: true),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such peer"),
    };
}
