using System.Globalization;
using System.IO.Compression;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Replay;
using AutoValley.Edge.Sources.Simulation;
using AutoValley.Server.Demo;
using AutoValley.Telemetry;

namespace AutoValley.Benchmarks.Encode;

/// <summary>All columns of a recording, a simulation, a fleet.</summary>
internal static class DataSets
{
    private const long Start = 1_795_000_000_000_000_000;

    /// <summary>A RAV4's minute: every signal of its two CAN buses.</summary>
    public static async Task<IReadOnlyList<NamedColumn>> Rav4Async(string data, CancellationToken cancellation)
    {
        var folder = Path.Combine(data, "can/rav4-comma2k19");
        var inputs = new ReplayInputs
        {
            CanLogs = [Path.Combine(folder, "candump.log.gz")],
            Databases =
            [
                new("can0", Path.Combine(folder, "toyota_rav4_2017_pt_generated.dbc")), new("can1", Path.Combine(folder, "toyota_adas.dbc")),
            ],
        };
        return await CollectAsync(inputs.Open(new ReplayOptions { Speed = ReplaySpeed.Maximum }, TimeProvider.System), cancellation);
    }

    /// <summary>Two minutes of a car of the site workload.</summary>
    public static Task<IReadOnlyList<NamedColumn>> SiteAsync(CancellationToken cancellation)
    {
        var map = DemoMap.Read();
        var options = new SimulationOptions { Start = Start, Duration = TimeSpan.FromMinutes(2), Speed = ReplaySpeed.Maximum };
        return CollectAsync(new SimulatedVehicle(DemoVehicle.ToRoute(map, map.Routes[0]), options, TimeProvider.System), cancellation);
    }

    /// <summary>Ten minutes of the 61 vehicles of SUMO's Mcity, a column a vehicle and field.</summary>
    public static IEnumerable<NamedColumn> Sumo(string data)
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(data, "sumo/mcity/fcd.csv.gz")), CompressionMode.Decompress));
        var names = text.ReadLine()!.Split(',');
        var rows = new List<string[]>();
        while (text.ReadLine() is { } line)
            rows.Add(line.Split(','));
        foreach (var vehicle in rows.GroupBy(row => row[1]))
        {
            yield return new($"{vehicle.Key} times", Values.Of(vehicle.Select(row => Start + (long)(Number(row[0]) * UnixTime.NanosPerSecond)).ToArray()));
            for (var field = 3; field < names.Length - 1; field++)
                yield return new($"{vehicle.Key} {names[field]}", Values.Of(vehicle.Select(row => (double)Number(row[field])).ToArray()));
            yield return new($"{vehicle.Key} {names[^1]}", Values.Of(vehicle.Select(row => row[^1]).ToArray()));
        }
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static async Task<IReadOnlyList<NamedColumn>> CollectAsync(ISampleSource source, CancellationToken cancellation)
    {
        var sink = new CollectingSink();
        await source.RunAsync(sink, cancellation);
        return [.. sink.Columns];
    }
}
