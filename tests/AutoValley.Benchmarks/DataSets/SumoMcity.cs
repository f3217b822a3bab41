using System.Globalization;
using System.IO.Compression;
using AutoValley.Telemetry;

namespace AutoValley.Benchmarks.DataSets;

/// <summary>Ten minutes of 61 vehicles on Mcity's net, by Eclipse SUMO: position, speed, heading and acceleration at 10 Hz.</summary>
internal static class SumoMcity
{
    // The recording counts from 0: 2026-01-05 00:00 UTC.
    private const long Start = 1_767_571_200_000_000_000;

    private const int VehicleField = 1;

    // Field of the file → signal.
    private static readonly (int Field, string Signal)[] Fields =
    [
        (3, "Vehicle.CurrentLocation.Longitude"), (4, "Vehicle.CurrentLocation.Latitude"), (5, "SUMO.X"), (6, "SUMO.Y"),
        (7, "SUMO.Speed"), (8, "Vehicle.CurrentLocation.Heading"), (9, "Vehicle.Acceleration.Longitudinal"),
    ];

    public static async Task<IReadOnlyList<RecordedVehicle>> ReadAsync(CancellationToken cancellation)
    {
        await using var file = File.OpenRead(SharedData.File("sumo/mcity/fcd.csv.gz"));
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        await reader.ReadLineAsync(cancellation);
        var vehicles = new SortedDictionary<string, Drive>(StringComparer.Ordinal);
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            var fields = line.Split(',');
            if (!vehicles.TryGetValue(fields[VehicleField], out var drive))
                vehicles.Add(fields[VehicleField], drive = new Drive());
            drive.Add(fields);
        }
        return [.. vehicles.Select(vehicle => vehicle.Value.ToVehicle(new VehicleName("bench", vehicle.Key)))];
    }

    private sealed class Drive
    {
        private readonly List<long> times = [];
        private readonly List<double>[] values = [.. Fields.Select(_ => new List<double>())];

        public void Add(string[] fields)
        {
            var seconds = decimal.Parse(fields[0], CultureInfo.InvariantCulture);
            times.Add(Start + ((long)(seconds * 1000) * 1_000_000));
            for (var index = 0; index < Fields.Length; index++)
                values[index].Add(double.Parse(fields[Fields[index].Field], CultureInfo.InvariantCulture));
        }

        public RecordedVehicle ToVehicle(VehicleName name)
        {
            var columns = Fields.Select((field, index) => new RecordedColumn(field.Signal, [.. values[index]]));
            return new RecordedVehicle(name, [new RecordedGroup([.. times], [.. columns])]);
        }
    }
}
