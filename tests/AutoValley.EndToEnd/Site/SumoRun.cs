using System.Globalization;
using System.IO.Compression;
using System.Text;
using AutoValley.Edge;
using AutoValley.Edge.Sources.Json;
using AutoValley.Telemetry;
using AutoValley.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.EndToEnd.Site;

/// <summary>A part of a run that SUMO made: its vehicles, each driven by an agent of its own, and what the reference says of it.</summary>
public sealed class SumoRun
{
    private readonly string folder;
    private readonly long start;
    private readonly double seconds;
    private readonly ILookup<string, string[]> rows;

    /// <param name="folder">Below shared/data.</param>
    /// <param name="start">Of the simulation, Unix nanoseconds.</param>
    /// <param name="seconds">As far as it is driven.</param>
    public SumoRun(string folder, long start, double seconds)
    {
        (this.folder, this.start, this.seconds) = (folder, start, seconds);
        rows = Rows("fcd.csv.gz").ToLookup(row => row[1]);
    }

    /// <summary>The vehicles' names.</summary>
    public IEnumerable<string> Vehicles => rows.Select(vehicle => vehicle.Key);

    /// <summary>How many places they told.</summary>
    public int Places => rows.Sum(vehicle => vehicle.Count());

    /// <summary>Of the last place that a vehicle told.</summary>
    public long LastTimeOf(string vehicle) => TimeOf(rows[vehicle].Last()[0]);

    public byte[] Read(string file) => File.ReadAllBytes(SharedData.PathOf($"{folder}/{file}"));

    /// <summary>The rows of a file of the reference, up to the end of what is driven.</summary>
    public IEnumerable<string[]> Rows(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(SharedData.PathOf($"{folder}/{file}")), CompressionMode.Decompress));
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            if (line.Split(',') is var row && double.Parse(row[0], CultureInfo.InvariantCulture) < seconds)
                yield return row;
        }
    }

    /// <summary>Tenths of a second of the simulation as Unix nanoseconds.</summary>
    public long TimeOf(string text) => start + ((long)Math.Round(double.Parse(text, CultureInfo.InvariantCulture) * 10) * 100_000_000);

    /// <summary>Lets every vehicle's agent read its places as lines of JSON, and ends when the server has all of them durable.</summary>
    public async Task DriveAsync(string mqtt, string spools)
    {
        var agents = Vehicles.Select(vehicle => DriveAsync(vehicle, mqtt, Path.Combine(spools, vehicle))).ToArray();
        await Task.WhenAll(agents);
    }

    private async Task DriveAsync(string vehicle, string mqtt, string spool)
    {
        var lines = string.Join('\n', rows[vehicle].Select(row => FormattableString.Invariant(
            $"{{\"ts\": {TimeOf(row[0])}, \"Vehicle.CurrentLocation.Latitude\": {row[4]}, \"Vehicle.CurrentLocation.Longitude\": {row[3]}, \"Vehicle.CurrentLocation.Heading\": {row[8]}}}")));
        var source = new JsonStreamSource(vehicle, () => new MemoryStream(Encoding.UTF8.GetBytes(lines)), TimeProvider.System);
        var options = new AgentOptions { Vehicle = new VehicleName("sumo", vehicle), Server = mqtt, SpoolFolder = spool };
        await using var agent = new Agent(options, [source], TimeProvider.System, NullLoggerFactory.Instance);
        await agent.RunAsync(CancellationToken.None);
    }
}
