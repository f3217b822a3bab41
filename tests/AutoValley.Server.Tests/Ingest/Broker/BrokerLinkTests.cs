using System.Net;
using System.Net.Sockets;
using AutoValley.Mqtt;
using AutoValley.Server.Fleet;
using AutoValley.Server.Ingest;
using AutoValley.Server.Ingest.Broker;
using AutoValley.Server.Ordering;
using AutoValley.Server.Runs;
using AutoValley.Server.Tests.Services;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using AutoValley.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Server.Tests.Ingest.Broker;

/// <summary>The link to a broker that the test plays, byte by byte.</summary>
public sealed class BrokerLinkTests : IAsyncLifetime
{
    private const byte SubAck = 0x90, PubAck = 0x40;
    private static readonly SessionId Id = new(7);

    private readonly Rooms rooms = new();
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource journal = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource appending = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task InitializeAsync()
    {
        listener.Start();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        listener.Dispose();
        await rooms.DisposeAsync();
    }

    [Fact]
    public async Task Publish_JournalStandsStill_IsAcknowledgedOnlyWhenItGoesOn()
    {
        var session = rooms.Catalogue.Declare(rooms.Catalogue.AddVehicle(new VehicleName("acme", "car")), Id, [new SignalDefinition(1, "Speed", SignalType.Double)]);
        using var link = Link();
        await link.StartAsync(default);
        using var broker = await listener.AcceptTcpClientAsync();
        var stream = broker.GetStream();
        Assert.Equal(0x10, (await ReadAsync(stream)).First);
        await stream.WriteAsync(Convert.FromHexString("2003000000"));
        for (var subscriptions = BrokerFilters.Of(MqttProtocolVersion.V500, "g").Count(); subscriptions > 0; subscriptions--)
        {
            var (_, body) = await ReadAsync(stream);
            await stream.WriteAsync(new byte[] { SubAck, 4, body[0], body[1], 0, 1 });
        }

        await stream.WriteAsync(Publish("av/v1/acme/car/telemetry", 0x1234, new BatchWriter().ToPayload(Id, 1, 1, 1, ClockQuality.Unknown)));
        await appending.Task.WaitAsync(Eventually.Limit);
        // Whatever else could be answered is answered, and no PUBACK is among it.
        await stream.WriteAsync(Publish("av/v1/acme/car/status", 0x1235, "online"u8.ToArray()));
        await Eventually.IsTrueAsync(() => link.Counters.Taken == 1);
        Assert.False(stream.DataAvailable);
        Assert.Equal("", rooms.Store.GetWatermark(session).ToString());

        journal.SetResult();

        foreach (var id in new byte[] { 0x34, 0x35 })
        {
            var (first, body) = await ReadAsync(stream);
            Assert.Equal((PubAck, 0x12, id, 2), (first, body[0], body[1], body.Length));
        }
        Assert.Equal("1-1", rooms.Store.GetWatermark(session).ToString());
        Assert.Equal(2, link.Counters.Taken);
        broker.Close();
        await link.StopAsync(default);
    }

    private BrokerLink Link()
    {
        var store = new HookedStore(rooms.Store, beforeAppend: () =>
        {
            appending.TrySetResult();
            return journal.Task;
        });
        var letters = new DeadLetterBox(rooms.Catalogue, rooms.Counters, TimeProvider.System, NullLogger<DeadLetterBox>.Instance);
        var states = new VehicleStates(rooms.Catalogue, TimeProvider.System);
        var acceptor = new Acceptor(
            rooms.Catalogue, store, letters, new IngestLedger(rooms.Counters, states, rooms.Watermarks), new IngestOptions(), TimeProvider.System);
        var json = new JsonIngest(new ServerSessions(rooms.Catalogue, acceptor, letters, new IngestOptions()), letters, new IngestOptions(), TimeProvider.System);
        var commands = new KeptCommands(_ => null, _ => default);
        var ingest = new MqttIngestHandler(acceptor, json, new RunLedger(rooms.Catalogue), states, new AnswerBoard(commands), letters);
        var options = new BrokerOptions
        {
            Group = "g", Client = new MqttClientOptions { Port = ((IPEndPoint)listener.LocalEndpoint).Port, ClientId = "link", KeepAlive = TimeSpan.Zero },
        };
        return new BrokerLink(options, ingest, new PeerWatermarks(rooms.Catalogue, store), commands, TimeProvider.System, NullLogger<BrokerLink>.Instance);
    }

    // QoS 1, no properties.
    private static byte[] Publish(string topic, ushort id, byte[] payload)
    {
        byte[] body = [0, (byte)topic.Length, .. topic.Select(letter => (byte)letter), (byte)(id >> 8), (byte)id, 0, .. payload];
        return body.Length < 128 ? [0x32, (byte)body.Length, .. body] : [0x32, (byte)(body.Length | 0x80), (byte)(body.Length >> 7), .. body];
    }

    private static async Task<(byte First, byte[] Body)> ReadAsync(NetworkStream stream)
    {
        var one = new byte[1];
        await stream.ReadExactlyAsync(one);
        var (first, length) = (one[0], 0);
        for (var shift = 0; ; shift += 7)
        {
            await stream.ReadExactlyAsync(one);
            length |= (one[0] & 0x7F) << shift;
            if (one[0] < 0x80)
                break;
        }
        var body = new byte[length];
        await stream.ReadExactlyAsync(body);
        return (first, body);
    }
}
