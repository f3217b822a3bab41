using AutoValley.Site.Occupancy;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Benchmarks.Occupancy;

/// <summary>Fixes of a fleet as its agents would send them: durable batches of 0.1 s with place, heading, speed and accuracy at 100 Hz.</summary>
internal sealed class FleetBatches(SumoFleet fleet, Session[] sessions)
{
    private const int FixesABatch = 10;

    private static readonly string[] Signals =
    [
        "Vehicle.CurrentLocation.Latitude", "Vehicle.CurrentLocation.Longitude", "Vehicle.CurrentLocation.Heading", "Vehicle.Speed",
        "Vehicle.CurrentLocation.HorizontalAccuracy",
    ];

    private long position;

    /// <summary>A session of each vehicle, declared in a catalogue in that folder.</summary>
    public static Session[] Declare(string folder, VehicleName[] vehicles)
    {
        using var catalogue = SqliteCatalogue.Open(Path.Combine(folder, "catalog.db"));
        var signals = Signals.Select((name, i) => new SignalDefinition((uint)i + 1, name, SignalType.Double)).ToArray();
        return [.. vehicles.Select((vehicle, i) => catalogue.Declare(catalogue.AddVehicle(vehicle), new SessionId((UInt128)(uint)i + 1), signals))];
    }

    /// <summary>By time; each comes when its last fix is made.</summary>
    public DurableBatch[] Of(IEnumerable<(int Vehicle, VehicleFix Fix)> fixes) =>
    [
        .. fixes.GroupBy(item => (Begin: item.Fix.Time / (UnixTime.NanosPerSecond / FixesABatch), item.Vehicle))
            .Select(group => Of(sessions[group.Key.Vehicle], [.. group.Select(item => item.Fix)])),
    ];

    private DurableBatch Of(Session session, VehicleFix[] fixes)
    {
        var (writer, positions) = (new BatchWriter(), fixes.Select(fix => fleet.Map.Projection.Unproject(fix.Place)).ToArray());
        var times = writer.AddTimes([.. fixes.Select(fix => fix.Time)]);
        double[][] columns =
        [
            [.. positions.Select(at => at.Latitude)], [.. positions.Select(at => at.Longitude)], [.. fixes.Select(fix => fix.Heading)],
            [.. fixes.Select(fix => fix.Speed)], [.. fixes.Select(fix => fix.Accuracy / 2)],
        ];
        for (var i = 0; i < columns.Length; i++)
            writer.AddColumn((uint)i + 1, times, Values.Of(columns[i]));
        position++;
        var (first, last) = (fixes[0].Time, fixes[^1].Time);
        return new DurableBatch(session, (ulong)position, last, writer.ToPayload(session.SessionId, (ulong)position, first, last, ClockQuality.Unknown), position);
    }
}
