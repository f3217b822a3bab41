using AutoValley.Storage;
using AutoValley.Telemetry;
using Spectre.Console;

namespace AutoValley.Server.Demo;

/// <summary>One line a vehicle: where it is, how fast, what it sends, what waits on it. Read from the server, not from the simulator.</summary>
internal sealed class DemoTable(DemoFleet fleet, ICatalogue catalogue, ISampleStore store, IAnsiConsole console, string ports)
{
    private const string Latitude = "Vehicle.CurrentLocation.Latitude";
    private const string Longitude = "Vehicle.CurrentLocation.Longitude";
    private const string Speed = "Vehicle.Speed";

    private readonly Dictionary<VehicleName, long> published = [];
    private long lastShown = TimeProvider.System.GetTimestamp();

    /// <summary>Writes the table as it is now; over the one before where the output is a terminal.</summary>
    public async Task ShowAsync(CancellationToken cancellation)
    {
        var elapsed = TimeProvider.System.GetElapsedTime(lastShown);
        lastShown = TimeProvider.System.GetTimestamp();
        var table = new Table().Border(TableBorder.Simple).AddColumns("vehicle", "zone");
        foreach (var column in new[] { "km/h", "samples/s", "spool", "newest" })
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach (var vehicle in fleet.Vehicles)
            table.AddRow(await ToRowAsync(vehicle, elapsed, cancellation));
        if (console.Profile.Capabilities.Ansi)
        {
            console.Clear(home: true);
            console.WriteLine(ports);
        }
        console.Write(table);
    }

    private async Task<string[]> ToRowAsync(DemoVehicle vehicle, TimeSpan elapsed, CancellationToken cancellation)
    {
        var status = vehicle.Agent.Status;
        var rate = (status.SamplesPublished - published.GetValueOrDefault(vehicle.Name)) / elapsed.TotalSeconds;
        published[vehicle.Name] = status.SamplesPublished;
        var latest = await LatestAsync(vehicle.Name, cancellation);
        var zone = latest.TryGetValue(Latitude, out var latitude) && latest.TryGetValue(Longitude, out var longitude)
            ? fleet.Map.ZonesAt(latitude.Value.Double, longitude.Value.Double) is [var smallest, ..] ? smallest.Name : "outside"
            : "";
        var speed = latest.TryGetValue(Speed, out var moving) ? (Math.Round(moving.Value.Double, 1) + 0.0).ToString("F1", null) : "-";
        var age = latest.Count == 0
            ? "-"
            : $"{(UnixTime.Now(TimeProvider.System) - latest.Values.Max(sample => sample.Time)) / 1_000_000} ms";
        return [vehicle.Name.ToString(), zone, speed, rate.ToString("N0", null), status.SpoolBatches.ToString("N0", null), age];
    }

    private async Task<Dictionary<string, LatestSample>> LatestAsync(VehicleName name, CancellationToken cancellation)
    {
        if (catalogue.FindVehicle(name) is not { } vehicle)
            return [];
        var series = new[] { Latitude, Longitude, Speed }.SelectMany(signal => catalogue.FindSeries(vehicle, signal))
            .Where(series => series.Type == SignalType.Double).ToArray();
        return (await store.GetLatestAsync(series, cancellation)).ToDictionary(sample => sample.Series.Name);
    }
}
