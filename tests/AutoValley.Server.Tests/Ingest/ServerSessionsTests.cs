using System.Text;
using AutoValley.Server.Fleet;
using AutoValley.Server.Ingest;
using AutoValley.Server.Tests.Services;
using AutoValley.Storage;
using AutoValley.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Server.Tests.Ingest;

/// <summary>What comes by protocols without sessions, here JSON.</summary>
public sealed class ServerSessionsTests : IAsyncLifetime
{
    private static readonly VehicleName Car = new("acme", "car");

    private static readonly IngestOptions Options = new() { MaximumColumns = 2 };

    private readonly Rooms rooms = new();
    private readonly JsonIngest json;
    private bool isAway;

    public ServerSessionsTests()
    {
        var store = new HookedStore(rooms.Store, beforeAppend: () => isAway ? throw new StoreUnavailableException("away") : Task.CompletedTask);
        var letters = new DeadLetterBox(rooms.Catalogue, rooms.Counters, TimeProvider.System, NullLogger<DeadLetterBox>.Instance);
        var ledger = new IngestLedger(rooms.Counters, new VehicleStates(rooms.Catalogue, TimeProvider.System), rooms.Watermarks);
        var acceptor = new Acceptor(rooms.Catalogue, store, letters, ledger, Options, TimeProvider.System);
        json = new JsonIngest(new ServerSessions(rooms.Catalogue, acceptor, letters, Options), letters, Options, TimeProvider.System);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await rooms.DisposeAsync();

    [Fact]
    public async Task Append_WhatTheStoreDidNotTake_LeavesNoHole()
    {
        await AcceptAsync("""{"Speed": 1}""");
        isAway = true;
        for (var attempt = 0; attempt < 3; attempt++)
            await Assert.ThrowsAsync<StoreUnavailableException>(() => AcceptAsync("""{"Speed": 2}"""));
        isAway = false;
        var accepted = await AcceptAsync("""{"Speed": 3, "Gear": "D"}""");
        Assert.Equal("1-2", rooms.Store.GetWatermark(accepted.Session!).ToString());
        Assert.Equal(["Gear", "Speed"], accepted.Session!.Signals.Select(signal => signal.Value.Name).Order());
    }

    [Fact]
    public async Task Append_ABatchThatCannotBeUsed_LeavesNoHole()
    {
        Assert.Equal(AcceptOutcome.Limit, (await AcceptAsync("""{"Speed": 1, "Gear": "D", "Wipers": true}""")).Outcome);
        Assert.Equal("1-1", rooms.Store.GetWatermark((await AcceptAsync("""{"Speed": 2}""")).Session!).ToString());
    }

    [Fact]
    public async Task Declare_ASeriesTooMany_IsADeadLetterAndTheOthersGoOn()
    {
        await AcceptAsync("""{"Speed": 1}""");
        var vehicle = rooms.Catalogue.FindVehicle(Car)!;
        rooms.Catalogue.Declare(
            vehicle, SessionId.New(), [.. Enumerable.Range(1, rooms.Catalogue.SeriesLeft(vehicle)).Select(id => new SignalDefinition((uint)id, $"s{id}", SignalType.Double))]);
        Assert.Equal(AcceptOutcome.Catalog, (await AcceptAsync("""{"Speed": 2, "Other": 1}""")).Outcome);
        Assert.Equal("catalog", Assert.Single(rooms.Catalogue.DeadLetters(null, 10)).Reason);
        Assert.Equal("1-2", rooms.Store.GetWatermark((await AcceptAsync("""{"Speed": 3}""")).Session!).ToString());
    }

    private async Task<AcceptResult> AcceptAsync(string text) => await json.AcceptAsync(Car, "av/v1/acme/car/json", Encoding.UTF8.GetBytes(text), CancellationToken.None);
}
