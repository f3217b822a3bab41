using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Server.Tests.Maintenance;

/// <summary>Samples of chosen times in the rooms' store, sealed.</summary>
internal static class StoredDays
{
    public static readonly VehicleName Car = new("acme", "car");

    /// <summary>Stores a sample of each of two signals at each time.</summary>
    public static async Task SealAsync(this Rooms rooms, params long[] times)
    {
        var session = SessionId.New();
        rooms.Acceptor.AcceptCatalog(Car, "t", CatalogCodec.Write(
            session, [new SignalDefinition(1, "A", SignalType.Double), new SignalDefinition(2, "B", SignalType.Double)]));
        var writer = new BatchWriter();
        var shared = writer.AddTimes(times);
        writer.AddColumn(1, shared, Values.Of(new double[times.Length]));
        writer.AddColumn(2, shared, Values.Of(times.Select(time => time * 0.1).ToArray()));
        await rooms.Acceptor.AcceptBatchAsync(Car, "t", writer.ToPayload(session, 1, 0, 0, ClockQuality.Unknown), CancellationToken.None);
        await rooms.Store.SealAsync(CancellationToken.None);
    }
}
