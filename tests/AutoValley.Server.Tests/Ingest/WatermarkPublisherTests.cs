using AutoValley.Mqtt.Server;
using AutoValley.Server.Ingest;
using AutoValley.Server.Ingest.Broker;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using AutoValley.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Server.Tests.Ingest;

/// <summary>What happens when a watermark moves.</summary>
public sealed class WatermarkPublisherTests
{
    private static readonly VehicleName Car = new("acme", "car");
    private static readonly SessionId Id = new(7);

    [Fact]
    public async Task Tell_AHoleThatAnotherServerHadToldOfBefore_SettlesIt()
    {
        await using var rooms = new Rooms();
        var session = rooms.Catalogue.Declare(rooms.Catalogue.AddVehicle(Car), Id, [new SignalDefinition(1, "Speed", SignalType.Double)]);
        var peers = new PeerWatermarks(rooms.Catalogue, rooms.Store);
        var services = new ServiceCollection().AddLogging();
        services.AddMqttServer();
        await using var provider = services.BuildServiceProvider();
        using var link = new BrokerLink(new BrokerOptions(), null!, peers, null!, TimeProvider.System, NullLogger<BrokerLink>.Instance);
        using var publisher = new WatermarkPublisher(
            rooms.Watermarks, rooms.Store, peers, provider.GetRequiredService<MqttServer>(), link, NullLogger<WatermarkPublisher>.Instance);
        await publisher.StartAsync(CancellationToken.None);
        peers.Take(Car, WatermarkCodec.Write(Id, [new SequenceRange(2, 2)]));
        foreach (var sequence in new ulong[] { 1, 3 })
        {
            var payload = new BatchWriter().ToPayload(Id, sequence, 1, 1, ClockQuality.Unknown);
            await rooms.Store.AppendAsync(new Storage.AcceptedBatch(session, sequence, 1, payload), CancellationToken.None);
        }
        rooms.Watermarks.Tell(session);
        await Eventually.IsTrueAsync(() => rooms.Store.GetWatermark(session).ToString() == "1-3");
        await publisher.StopAsync(CancellationToken.None);
    }
}
