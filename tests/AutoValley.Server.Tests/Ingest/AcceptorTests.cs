using AutoValley.Server.Ingest;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Server.Tests.Ingest;

public sealed class AcceptorTests : IAsyncLifetime
{
    private static readonly VehicleName Car = new("acme", "car");
    private static readonly SessionId Session = new(7);

    private readonly Rooms rooms = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await rooms.DisposeAsync();

    [Fact]
    public async Task AcceptBatch_Declared_IsDurableCountedAndFannedOut()
    {
        Declare();
        var result = await AcceptAsync(Batch(1));
        Assert.Equal(AcceptOutcome.Accepted, result.Outcome);
        Assert.Equal(1, rooms.Counters[AcceptOutcome.Accepted]);
        Assert.Equal(2, rooms.Counters.Samples);
        Assert.Equal("1-1", rooms.Store.GetWatermark(result.Session!).ToString());
        Assert.Equal(1ul, Assert.Single(rooms.Durable).Sequence);
    }

    [Fact]
    public async Task AcceptBatch_Twice_IsAcknowledgedTwiceAndStoredOnce()
    {
        Declare();
        await AcceptAsync(Batch(1));
        var again = await AcceptAsync(Batch(1));
        Assert.Equal(AcceptOutcome.Duplicate, again.Outcome);
        Assert.Equal(2, rooms.Counters.Samples);
        Assert.Single(rooms.Durable);
        // The vehicle did not know: it is told again.
        Assert.Same(again.Session, await rooms.Watermarks.TakeAsync(CancellationToken.None));
    }

    [Fact]
    public async Task AcceptBatch_WithoutCatalogue_IsADeadLetter()
    {
        var batch = Batch(1);
        await AssertRejectedAsync(batch, AcceptOutcome.UndeclaredSession, "undeclared_session");
        Assert.True(rooms.Catalogue.DeadLetters(null, 10)[0].Payload.Span.SequenceEqual(batch));
    }

    [Fact]
    public async Task AcceptBatch_UndeclaredSignal_IsADeadLetter()
    {
        Declare();
        await AssertRejectedAsync(Batch(1, signal: 99), AcceptOutcome.UndeclaredSignal, "undeclared_signal");
    }

    [Fact]
    public async Task AcceptBatch_OtherTypeThanDeclared_IsADeadLetter()
    {
        Declare(SignalType.Text);
        await AssertRejectedAsync(Batch(1), AcceptOutcome.UndeclaredSignal, "undeclared_signal");
    }

    [Fact]
    public async Task AcceptBatch_BytesThatNeverDo_SettleTheirNumberWithoutSamples()
    {
        Declare();
        var refused = await AcceptAsync(TooLarge(2));
        Assert.Equal((AcceptOutcome.Limit, new BatchIdentity(Session, 2)), (refused.Outcome, refused.Refused));
        await AcceptAsync(Batch(1));
        var session = (await AcceptAsync(Batch(3))).Session!;
        Assert.Equal("1-3", rooms.Store.GetWatermark(session).ToString());
        Assert.Equal(2, rooms.Counters[AcceptOutcome.Accepted]);
        Assert.Equal(1, rooms.Catalogue.DeadLetterTotal);
    }

    [Fact]
    public async Task AcceptBatch_WhatACatalogueMends_KeepsItsNumber()
    {
        Declare();
        await AcceptAsync(Batch(1));
        var refused = await AcceptAsync(Batch(2, signal: 99));
        Assert.Equal((AcceptOutcome.UndeclaredSignal, new BatchIdentity(Session, 2)), (refused.Outcome, refused.Refused));
        await AcceptAsync(Batch(3));
        rooms.Acceptor.AcceptCatalog(Car, "t", CatalogCodec.Write(Session, [new SignalDefinition(99, "Late", SignalType.Double)]));
        var again = await AcceptAsync(Batch(2, signal: 99));
        Assert.Equal(AcceptOutcome.Accepted, again.Outcome);
        Assert.Equal("1-3", rooms.Store.GetWatermark(again.Session!).ToString());
    }

    [Fact]
    public async Task AcceptBatch_BytesThatMaySayAnything_SettleNothing()
    {
        Declare();
        var session = (await AcceptAsync(Batch(1))).Session!;
        var broken = TooLarge(2);
        broken[^1] ^= 1;
        Assert.Null((await AcceptAsync(broken)).Refused);
        await AcceptAsync(Batch(3));
        Assert.Equal("1-1 3-3", rooms.Store.GetWatermark(session).ToString());
    }

    [Fact]
    public async Task AcceptBatch_EveryOtherNumber_IsRefusedWhenItsSessionHasAsManyHolesAsItMay()
    {
        await using var few = new Rooms(options => options with { MaximumSessionHoles = 2 });
        few.Acceptor.AcceptCatalog(Car, "t", CatalogCodec.Write(Session, [new SignalDefinition(1, "Vehicle.Speed", SignalType.Double)]));
        foreach (var sequence in new ulong[] { 1, 3, 5 })
            Assert.Equal(AcceptOutcome.Accepted, (await AcceptAsync(few, Batch(sequence))).Outcome);
        var refused = await AcceptAsync(few, Batch(7));
        Assert.Equal((AcceptOutcome.Holes, new BatchIdentity(Session, 7)), (refused.Outcome, refused.Refused));
        Assert.Equal("holes", Assert.Single(few.Catalogue.DeadLetters("acme/car", 10)).Reason);
        Assert.Equal(1, few.Counters[AcceptOutcome.Holes]);

        // What goes on without a hole, or fills one, is taken.
        Assert.Equal(AcceptOutcome.Accepted, (await AcceptAsync(few, Batch(6))).Outcome);
        Assert.Equal(AcceptOutcome.Accepted, (await AcceptAsync(few, Batch(2))).Outcome);
        var session = (await AcceptAsync(few, Batch(9))).Session!;
        Assert.Equal("1-3 5-6 9-9", few.Store.GetWatermark(session).ToString());
    }

    [Fact]
    public async Task AcceptBatch_EveryByteChanged_IsNeverAcceptedAsItself()
    {
        Declare();
        var batch = Batch(1);
        for (var index = 0; index < batch.Length; index++)
        {
            var broken = batch.ToArray();
            broken[index] ^= 0x10;
            Assert.True((await AcceptAsync(broken)).Outcome.IsRejected(), $"byte {index}");
        }
        Assert.Empty(rooms.Durable);
        Assert.Equal(batch.Length, rooms.Catalogue.DeadLetterTotal);
    }

    [Fact]
    public void AcceptCatalog_Contradiction_IsADeadLetterAndChangesNothing()
    {
        Declare();
        var catalog = CatalogCodec.Write(Session, [new SignalDefinition(1, "Other.Name", SignalType.Double)]);
        Assert.Equal(AcceptOutcome.Catalog, rooms.Acceptor.AcceptCatalog(Car, "t", catalog).Outcome);
        Assert.Equal("Vehicle.Speed", Assert.Single(rooms.Catalogue.Series(rooms.Catalogue.FindVehicle(Car)!)).Name);
    }

    [Fact]
    public void AcceptCatalog_Garbage_IsADeadLetter() =>
        Assert.Equal(AcceptOutcome.Malformed, rooms.Acceptor.AcceptCatalog(Car, "t", new byte[] { 0xFF, 0xFF }).Outcome);

    private async Task AssertRejectedAsync(byte[] batch, AcceptOutcome outcome, string reason)
    {
        var result = await AcceptAsync(batch);
        Assert.Equal(outcome, result.Outcome);
        Assert.Equal(1, rooms.Counters[outcome]);
        var letter = Assert.Single(rooms.Catalogue.DeadLetters("acme/car", 10));
        Assert.Equal((reason, result.Detail, "t"), (letter.Reason, letter.Detail, letter.Topic));
        Assert.Empty(rooms.Durable);
    }

    private ValueTask<AcceptResult> AcceptAsync(byte[] batch) => AcceptAsync(rooms, batch);

    private static ValueTask<AcceptResult> AcceptAsync(Rooms rooms, byte[] batch) =>
        rooms.Acceptor.AcceptBatchAsync(Car, "t", batch, CancellationToken.None);

    private void Declare(SignalType type = SignalType.Double)
    {
        var catalog = CatalogCodec.Write(Session, [new SignalDefinition(1, "Vehicle.Speed", type, "km/h")]);
        Assert.Equal(AcceptOutcome.Accepted, rooms.Acceptor.AcceptCatalog(Car, "t", catalog).Outcome);
    }

    private static byte[] Batch(ulong sequence, uint signal = 1)
    {
        var writer = new BatchWriter();
        writer.AddColumn(signal, writer.AddTimes([1_000, 2_000]), Values.Of(new[] { 1.5, 2.5 }));
        return writer.ToPayload(Session, sequence, 1_000, 2_000, new ClockQuality(ClockSource.System, null, null));
    }

    // One time base more than a batch may have.
    private static byte[] TooLarge(ulong sequence)
    {
        var writer = new BatchWriter();
        for (var index = 0; index <= new IngestOptions().MaximumColumns; index++)
            writer.AddTimes([1]);
        return writer.ToPayload(Session, sequence, 1_000, 2_000, ClockQuality.Unknown);
    }
}
