using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using SignalType = AutoValley.Telemetry.SignalType;

namespace AutoValley.Server.Tests.Live;

/// <summary>Durable batches of one car with the signals A (double, 1), B (integer, 2) and T (text, 3).</summary>
internal sealed class CarBatches : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("autovalley-test-");
    private readonly SqliteCatalogue catalogue;
    private readonly Session session;
    private long position;

    public CarBatches()
    {
        catalogue = SqliteCatalogue.Open(Path.Combine(folder.FullName, "catalog.db"));
        var id = new SessionId(7);
        session = catalogue.Declare(catalogue.AddVehicle(new VehicleName("acme", "car")), id, [
            new SignalDefinition(1, "A", SignalType.Double), new SignalDefinition(2, "B", SignalType.Integer), new SignalDefinition(3, "T", SignalType.Text)]);
    }

    public Vehicle Car => session.Vehicle;

    public Series Series(uint signal) => session.Find(signal)!;

    /// <summary>A batch with a column of each signal given, all with these times.</summary>
    public DurableBatch Of(long[] times, params (uint Signal, Values Values)[] columns)
    {
        var writer = new BatchWriter();
        var timeBase = writer.AddTimes(times);
        foreach (var (signal, values) in columns)
            writer.AddColumn(signal, timeBase, values);
        position++;
        return new DurableBatch(session, (ulong)position, 0, writer.ToPayload(session.SessionId, (ulong)position, times[0], times[^1], ClockQuality.Unknown), position);
    }

    public static Values Column(params double[] values) => Values.Of(values);

    public static Values Column(params long[] values) => Values.Of(values);

    public static Values Column(params string[] values) => Values.Of(values);

    public void Dispose()
    {
        catalogue.Dispose();
        folder.Delete(recursive: true);
    }
}
