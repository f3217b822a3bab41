using AutoValley.Server.Ingest.Broker;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Server.Tests.Ingest.Broker;

public sealed class PeerWatermarksTests : IAsyncLifetime
{
    private static readonly VehicleName Car = new("acme", "car");
    private static readonly SessionId Id = new(7);

    private readonly Rooms rooms = new();
    private readonly PeerWatermarks peers;
    private readonly Session session;

    public PeerWatermarksTests()
    {
        session = rooms.Catalogue.Declare(rooms.Catalogue.AddVehicle(Car), Id, [new SignalDefinition(1, "Speed", SignalType.Double)]);
        peers = new PeerWatermarks(rooms.Catalogue, rooms.Store);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await rooms.DisposeAsync();

    [Fact]
    public async Task Take_HolesThatAnotherServerHas_AreSettled()
    {
        await AppendAsync(2, 4, 8);
        peers.Take(Car, Watermark(new(1, 3), new(5, 6), new(9, 20)));
        // 7 is nobody's yet; 1 and what is behind 8 lie outside of what is here.
        await AppendAsync(30);
        Assert.Equal("2-6 8-8 30-30", rooms.Store.GetWatermark(session).ToString());
    }

    [Fact]
    public async Task SettleHoles_OfWhatWasToldBeforeItWasAHole_SettlesIt()
    {
        await AppendAsync(1, 2);
        peers.Take(Car, Watermark(new SequenceRange(3, 4)));
        peers.Take(Car, Watermark(new SequenceRange(6, 6)));
        await AppendAsync(5, 7);
        peers.SettleHoles(session);
        await AppendAsync(8);
        Assert.Equal("1-8", rooms.Store.GetWatermark(session).ToString());
    }

    [Fact]
    public async Task Take_AWideHole_StaysOne()
    {
        await AppendAsync(1, PeerWatermarks.MaximumHole + 3);
        peers.Take(Car, Watermark(new SequenceRange(1, PeerWatermarks.MaximumHole + 3)));
        await AppendAsync(PeerWatermarks.MaximumHole + 4);
        Assert.Equal(2, rooms.Store.GetWatermark(session).Count);
    }

    [Fact]
    public async Task Take_WhatMeansNothingHere_ChangesNothing()
    {
        await AppendAsync(1, 3);
        peers.Take(Car, "nonsense"u8);
        peers.Take(new VehicleName("acme", "other"), Watermark(new SequenceRange(1, 3)));
        peers.Take(Car, WatermarkCodec.Write(new SessionId(8), [new SequenceRange(1, 3)]));
        await AppendAsync(4);
        Assert.Equal("1-1 3-4", rooms.Store.GetWatermark(session).ToString());
    }

    private static byte[] Watermark(params SequenceRange[] ranges) => WatermarkCodec.Write(Id, ranges);

    // In the journal's order: what was settled before is durable with it.
    private async Task AppendAsync(params ulong[] sequences)
    {
        foreach (var sequence in sequences)
        {
            var payload = new BatchWriter().ToPayload(Id, sequence, 1, 1, ClockQuality.Unknown);
            await rooms.Store.AppendAsync(new AcceptedBatch(session, sequence, 1, payload), CancellationToken.None);
        }
    }
}
