using AutoValley.Server.Runs;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Server.Tests.Runs;

public sealed class RunLedgerTests : IAsyncLifetime
{
    private static readonly VehicleName Car = new("acme", "car");
    private static readonly VehicleName Other = new("bravo", "car");

    private readonly Rooms rooms = new();
    private readonly RunLedger ledger;

    public RunLedgerTests() => ledger = new RunLedger(rooms.Catalogue);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await rooms.DisposeAsync();

    [Fact]
    public void Start_ThenStop_GivesTheSpan()
    {
        Assert.Equal(RunOutcome.Done, ledger.Start(Run("lap")));
        Assert.Equal(RunOutcome.Done, ledger.Stop("lap", 20, out var run));
        Assert.Equal((10L, 20L), (run!.Start, run.Stop!.Value));
    }

    [Fact]
    public void Start_Unusable_IsRefused()
    {
        Assert.Equal(RunOutcome.BadName, ledger.Start(Run("a b")));
        Assert.Equal(RunOutcome.BadName, ledger.Start(Run(new string('x', 129))));
        Assert.Equal(RunOutcome.BadVehicles, ledger.Start(Run("lap") with { Vehicles = [] }));
        Assert.Equal(RunOutcome.StopBeforeStart, ledger.Start(Run("lap") with { Stop = 9 }));
        Assert.Empty(rooms.Catalogue.Runs);
    }

    [Fact]
    public void Start_SameName_IsRefused()
    {
        ledger.Start(Run("lap"));
        Assert.Equal(RunOutcome.Exists, ledger.Start(Run("lap")));
    }

    [Fact]
    public void Stop_Unusable_IsRefused()
    {
        Assert.Equal(RunOutcome.NotFound, ledger.Stop("lap", 20, out _));
        ledger.Start(Run("lap"));
        Assert.Equal(RunOutcome.StopBeforeStart, ledger.Stop("lap", 9, out _));
        ledger.Stop("lap", 20, out _);
        Assert.Equal(RunOutcome.AlreadyStopped, ledger.Stop("lap", 21, out _));
    }

    [Fact]
    public void Apply_StartAndStopByTheVehicle_MakeARun()
    {
        Assert.Null(Apply(Car, RunAction.Start, "lap", 10));
        Assert.Null(Apply(Car, RunAction.Start, "lap", 10));
        Assert.Null(Apply(Car, RunAction.Stop, "", 20));
        Assert.Null(Apply(Car, RunAction.Stop, "lap", 20));
        var run = Assert.Single(rooms.Catalogue.Runs);
        Assert.Equal(("vehicle", 10L, 20L), (run.Origin, run.Start, run.Stop!.Value));
    }

    [Fact]
    public void Apply_AnothersRun_IsRefused()
    {
        Apply(Car, RunAction.Start, "lap", 10);
        Assert.NotNull(Apply(Other, RunAction.Start, "lap", 10));
        Assert.NotNull(Apply(Other, RunAction.Stop, "lap", 20));
        Assert.NotNull(Apply(Other, RunAction.Stop, "", 20));
        Assert.Null(Assert.Single(rooms.Catalogue.Runs).Stop);
    }

    [Fact]
    public void Apply_Garbage_IsRefused() => Assert.NotNull(ledger.Apply(Car, [0xFF]));

    [Fact]
    public void Apply_StopOfTheNewestTwice_LeavesAnOlderOneOpen()
    {
        Apply(Car, RunAction.Start, "older", 1);
        Apply(Car, RunAction.Start, "newer", 10);
        Assert.Null(Apply(Car, RunAction.Stop, "", 20));
        Assert.Null(Apply(Car, RunAction.Stop, "", 20));
        Assert.Equal("older", Assert.Single(rooms.Catalogue.Runs, run => run.Stop is null).Name);
    }

    private string? Apply(VehicleName vehicle, RunAction action, string name, long time) =>
        ledger.Apply(vehicle, RunCommandCodec.Write(new RunCommand(action, name, time)));

    private static Run Run(string name) => new(name, [Car], 10, null, "", "client");
}
