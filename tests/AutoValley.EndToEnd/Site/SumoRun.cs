using System.Globalization;
using System.IO.Compression;
using System.Text;
using AutoValley.Edge;
using AutoValley.Edge.Clock;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Json;
using AutoValley.Edge.Sources.Replay;
using AutoValley.EndToEnd.Harness;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using AutoValley.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.EndToEnd.Site;

/// <summary>A part of a run that SUMO made: its vehicles, each driven by an agent of its own, and what the reference says of it.</summary>
public sealed class SumoRun
{
    /// <summary>A column of <see cref="ReplayAsync(string, string, string, int)"/>'s logs that is 0 always, and the signal that it becomes.</summary>
    public const string StandingSignal = $"GNSS.{StandingColumn}";

    /// <summary>Samples of a place in those logs.</summary>
    public const int ReplayedSignals = 4;

    private const string StandingColumn = "standing";

    private static readonly System.TimeSpan LongestDrive = System.TimeSpan.FromMinutes(10);

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

    /// <summary>Place and heading as a vehicle told them: latitude, longitude, degrees; null at another time than its own.</summary>
    public (double Latitude, double Longitude, double Heading)? PlaceAt(string vehicle, long time) =>
        rows[vehicle].FirstOrDefault(row => TimeOf(row[0]) == time) is { } row ? (Number(row[4]), Number(row[3]), Number(row[8])) : null;

    /// <summary>Lets every vehicle's agent read its places as lines of JSON, and ends when the server has all of them durable.</summary>
    public async Task DriveAsync(string mqtt, string spools)
    {
        var agents = Vehicles.Select(vehicle => DriveAsync(vehicle, mqtt, Path.Combine(spools, vehicle))).ToArray();
        await Task.WhenAll(agents);
    }

    /// <summary>Lets every vehicle's agent replay its places as a receiver's log, and ends when the server has all of them durable.</summary>
    /// <param name="mqtt">The server's.</param>
    /// <param name="folder">For logs and spools.</param>
    /// <param name="speed">Recorded seconds a second.</param>
    /// <param name="processes">So many agents are processes; the others are in this one.</param>
    public Task ReplayAsync(string mqtt, string folder, string speed, int processes) => Task.WhenAll(Vehicles.Select((vehicle, index) =>
    {
        var log = Path.Combine(folder, $"{vehicle}.csv");
        File.WriteAllLines(log, rows[vehicle].Select(row => FormattableString.Invariant($"{TimeOf(row[0]) / 1e9m},{row[4]},{row[3]},{row[8]},0")).Prepend($"t_s,lat_deg,lon_deg,bearing_deg,{StandingColumn}"));
        var spool = Path.Combine(folder, vehicle);
        return index < processes
            ? ReplayProcessAsync(["replay", "--gnss", log, "--speed", speed, "--vehicle", $"sumo/{vehicle}", "--server", mqtt, "--spool", spool])
            : ReplayAsync(vehicle, log, speed, mqtt, spool);
    }).ToArray());

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static async Task ReplayProcessAsync(string[] arguments)
    {
        await using var agent = HostedProcess.Product("AutoValley.Edge", arguments);
        Assert.Contains("missing: 0", await agent.SuccessAsync(LongestDrive), StringComparison.Ordinal);
    }

    private static async Task ReplayAsync(string vehicle, string log, string speed, string mqtt, string spool)
    {
        Assert.True(ReplaySpeed.TryParse(speed, out var factor));
        var source = new ReplayInputs { Gnss = [log] }.Open(new ReplayOptions { Speed = factor }, TimeProvider.System);
        await RunAsync(vehicle, source, source.Clock, mqtt, spool);
    }

    private Task DriveAsync(string vehicle, string mqtt, string spool)
    {
        var lines = string.Join('\n', rows[vehicle].Select(row => FormattableString.Invariant(
            $"{{\"ts\": {TimeOf(row[0])}, \"Vehicle.CurrentLocation.Latitude\": {row[4]}, \"Vehicle.CurrentLocation.Longitude\": {row[3]}, \"Vehicle.CurrentLocation.Heading\": {row[8]}}}")));
        var source = new JsonStreamSource(vehicle, () => new MemoryStream(Encoding.UTF8.GetBytes(lines)), TimeProvider.System);
        return RunAsync(vehicle, source, new StatedClock(ClockSource.System), mqtt, spool);
    }

    private static async Task RunAsync(string vehicle, ISampleSource source, IVehicleClock clock, string mqtt, string spool)
    {
        var options = new AgentOptions { Vehicle = new VehicleName("sumo", vehicle), Server = mqtt, SpoolFolder = spool, Clock = clock };
        await using var agent = new Agent(options, [source], TimeProvider.System, NullLoggerFactory.Instance);
        await agent.RunAsync(CancellationToken.None);
    }
}
