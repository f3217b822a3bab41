using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Storage.Tests;

/// <summary>A vehicle with one signal of each type, and batches of its sessions.</summary>
internal sealed class TestVehicle
{
    public const uint Speed = 1;
    public const uint Gear = 2;
    public const uint Brake = 3;
    public const uint Note = 4;

    public static readonly SignalDefinition[] Signals =
    [
        new(Speed, "Vehicle.Speed", SignalType.Double, "km/h"),
        new(Gear, "Vehicle.Gear", SignalType.Integer),
        new(Brake, "Vehicle.Brake", SignalType.Boolean),
        new(Note, "Vehicle.Note", SignalType.Text),
    ];

    private readonly ICatalogue catalogue;
    private readonly Vehicle vehicle;

    public TestVehicle(ICatalogue catalogue, string name = "avl/shuttle-1")
    {
        this.catalogue = catalogue;
        vehicle = catalogue.AddVehicle(VehicleName.TryParse(name, out var parsed) ? parsed : default);
    }

    public Session NewSession() => catalogue.Declare(vehicle, SessionId.New(), Signals);

    public Series Series(uint signal) => catalogue.FindSeries(vehicle, Signals[signal - 1].Name)[0];

    public static AcceptedBatch Batch(Session session, ulong sequence, params (uint Signal, long[] Times, Values Values)[] columns)
    {
        var writer = new BatchWriter();
        foreach (var (signal, times, values) in columns)
            writer.AddColumn(signal, writer.AddTimes(times), values);
        return Batch(session, sequence, writer);
    }

    public static AcceptedBatch Batch(Session session, ulong sequence, BatchWriter writer)
    {
        var payload = writer.ToPayload(session.SessionId, sequence, 0, 0, new ClockQuality(ClockSource.System, null, null));
        return new AcceptedBatch(session, sequence, 1_000_000 + (long)sequence, payload);
    }

    /// <summary>A batch of speeds, each value its time.</summary>
    public static AcceptedBatch Speeds(Session session, ulong sequence, params long[] times) =>
        Batch(session, sequence, (Speed, times, Values.Of(times.Select(time => (double)time).ToArray())));
}
