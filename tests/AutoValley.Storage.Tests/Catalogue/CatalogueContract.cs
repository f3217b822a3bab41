using AutoValley.Telemetry;

namespace AutoValley.Storage.Tests.Catalogue;

/// <summary>What every <see cref="ICatalogue"/> does. <see cref="Reopen"/> gives the catalogue as a new process would find it.</summary>
public abstract class CatalogueContract
{
    protected static readonly VehicleName Shuttle = new("avl", "shuttle-1");

    protected abstract ICatalogue Catalogue { get; }

    protected abstract ICatalogue Reopen();

    [Fact]
    public void AddVehicle_Twice_GivesOneObject()
    {
        var vehicle = Catalogue.AddVehicle(Shuttle);
        Assert.Same(vehicle, Catalogue.AddVehicle(Shuttle));
        Assert.Same(vehicle, Catalogue.FindVehicle(Shuttle));
        Assert.Null(Catalogue.FindVehicle(new VehicleName("avl", "other")));
        Assert.Equal(vehicle, Reopen().FindVehicle(Shuttle));
    }

    [Fact]
    public void Vehicles_OfSeveralOrganisations_ComeByName()
    {
        foreach (var name in new[] { "b/2", "a/9", "b/10", "a/1" })
            Catalogue.AddVehicle(VehicleName.TryParse(name, out var parsed) ? parsed : default);
        Assert.Equal(["a/1", "a/9", "b/10", "b/2"], Catalogue.Vehicles.Select(vehicle => vehicle.Name.ToString()));
        Assert.Equal(Catalogue.Vehicles, Reopen().Vehicles);
    }

    [Fact]
    public void Declare_NewSession_IsThereAfterReopen()
    {
        var vehicle = Catalogue.AddVehicle(Shuttle);
        var id = SessionId.New();
        Assert.Null(Catalogue.FindSession(vehicle, id));
        var session = Catalogue.Declare(vehicle, id, [Speed(7), new SignalDefinition(4_000_000_000, "Door.Open", SignalType.Boolean, "", "left")]);
        Assert.Same(session, Catalogue.FindSession(vehicle, id));
        Assert.Equal("Vehicle.Speed", session.Find(7)!.Name);
        Assert.Null(session.Find(8));

        var reopened = Reopen();
        var again = reopened.FindSession(reopened.FindVehicle(Shuttle)!, id)!;
        Assert.Equal(session.Id, again.Id);
        Assert.Equal(session.Signals.OrderBy(signal => signal.Key), again.Signals.OrderBy(signal => signal.Key));
        Assert.Equal(SignalType.Boolean, again.Find(4_000_000_000)!.Type);
    }

    [Fact]
    public void Declare_LaterSession_HasGreaterIdAndSharesSeries()
    {
        var vehicle = Catalogue.AddVehicle(Shuttle);
        var first = Catalogue.Declare(vehicle, SessionId.New(), [Speed(1)]);
        var second = Catalogue.Declare(vehicle, SessionId.New(), [Speed(2)]);
        Assert.True(second.Id > first.Id);
        Assert.Equal(first.Find(1), second.Find(2));
        Assert.Equal([second, first], Catalogue.Sessions(vehicle));
        Assert.Single(Catalogue.Series(vehicle));
    }

    [Fact]
    public void Declare_ChangedType_MakesSecondSeriesNewestFirst()
    {
        var vehicle = Catalogue.AddVehicle(Shuttle);
        Catalogue.Declare(vehicle, SessionId.New(), [Speed(1)]);
        Catalogue.Declare(vehicle, SessionId.New(), [Speed(1) with { Type = SignalType.Integer }, Speed(2) with { Name = "A" }]);
        Assert.Equal([SignalType.Integer, SignalType.Double], Catalogue.FindSeries(vehicle, "Vehicle.Speed").Select(series => series.Type));
        Assert.Equal(["A", "Vehicle.Speed", "Vehicle.Speed"], Catalogue.Series(vehicle).Select(series => series.Name));
        Assert.Empty(Catalogue.FindSeries(vehicle, "Vehicle"));
        var reopened = Reopen();
        Assert.Equal(Catalogue.Series(vehicle), reopened.Series(reopened.FindVehicle(Shuttle)!));
    }

    [Fact]
    public void Declare_WithoutUnitAndDescription_LeavesWhatOthersSaid()
    {
        var vehicle = Catalogue.AddVehicle(new VehicleName("acme", "described"));
        var described = Speed(1) with { Unit = "m/s", Description = "by wheel" };
        Catalogue.Declare(vehicle, SessionId.New(), [described]);
        var plain = Catalogue.Declare(vehicle, SessionId.New(), [Speed(1) with { Unit = "", Description = "" }]);
        Assert.Equal(("m/s", "by wheel"), (plain.Find(1)!.Unit, plain.Find(1)!.Description));
        Assert.Equal("m/s", Reopen().FindSeries(vehicle, "Vehicle.Speed").Single().Unit);
    }

    [Fact]
    public void Declare_ChangedUnit_IsAsDeclaredLast()
    {
        var vehicle = Catalogue.AddVehicle(Shuttle);
        var session = Catalogue.Declare(vehicle, SessionId.New(), [Speed(1)]);
        Catalogue.Declare(vehicle, session.SessionId, [Speed(1) with { Unit = "m/s", Description = "by wheel" }]);
        Assert.Equal(("m/s", "by wheel"), (session.Find(1)!.Unit, session.Find(1)!.Description));
        Assert.Equal("m/s", Reopen().FindSeries(vehicle, "Vehicle.Speed").Single().Unit);
    }

    [Fact]
    public void Declare_TwoIdsOfOneName_AreOneSeries()
    {
        var vehicle = Catalogue.AddVehicle(Shuttle);
        var session = Catalogue.Declare(vehicle, SessionId.New(), [Speed(1), Speed(2)]);
        Assert.Equal(session.Find(1)!.Id, session.Find(2)!.Id);
    }

    public static TheoryData<SignalDefinition> Refused => new()
    {
        Speed(1) with { Name = "Other" },
        Speed(1) with { Type = SignalType.Text },
        Speed(0),
        Speed(2) with { Name = "a b" },
        Speed(2) with { Name = "" },
        Speed(2) with { Type = (SignalType)9 },
        Speed(2) with { Unit = new string('u', 33) },
        Speed(2) with { Description = new string('d', 1025) },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Declare_OneWrongSignal_DeclaresNone(SignalDefinition wrong)
    {
        var vehicle = Catalogue.AddVehicle(Shuttle);
        var session = Catalogue.Declare(vehicle, SessionId.New(), [Speed(1)]);
        var exception = Assert.Throws<CatalogueException>(
            () => Catalogue.Declare(vehicle, session.SessionId, [new SignalDefinition(5, "Good", SignalType.Double), wrong]));
        Assert.Contains($"signal {wrong.Id}", exception.Message, StringComparison.Ordinal);
        Assert.Single(session.Signals);
        Assert.Empty(Catalogue.FindSeries(vehicle, "Good"));
        Assert.Single(Reopen().Series(vehicle));
    }

    [Fact]
    public void AddRun_ThenStop_IsKeptAndOrderedNewestFirst()
    {
        var run = new Run("lap-1", [Shuttle, new VehicleName("b", "2")], 1_000, null, "first lap", "client");
        Assert.True(Catalogue.AddRun(run));
        Assert.False(Catalogue.AddRun(run with { Start = 5 }));
        Assert.True(Catalogue.AddRun(run with { Name = "lap-2", Start = 2_000 }));
        Assert.Null(Catalogue.FindRun("lap-3"));
        Assert.Null(Catalogue.StopRun("lap-3", 9));
        Assert.Equal(1_500, Catalogue.StopRun("lap-1", 1_500)!.Stop);
        Assert.Null(Catalogue.StopRun("lap-1", 1_600));

        var reopened = Reopen();
        Assert.Equal(["lap-2", "lap-1"], reopened.Runs.Select(kept => kept.Name));
        var again = reopened.FindRun("lap-1")!;
        Assert.Equal(run.Vehicles, again.Vehicles);
        Assert.Equal((1_000L, (long?)1_500L, "first lap", "client"), (again.Start, again.Stop, again.Description, again.Origin));
    }

    [Fact]
    public void PinRun_AndUndone_IsKept()
    {
        Assert.True(Catalogue.AddRun(new Run("lap-1", [Shuttle], 1_000, null, "", "client")));
        Assert.False(Catalogue.FindRun("lap-1")!.Pinned);
        Assert.True(Catalogue.PinRun("lap-1", true)!.Pinned);
        Assert.True(Catalogue.StopRun("lap-1", 1_500)!.Pinned);
        Assert.Null(Catalogue.PinRun("lap-2", true));
        var reopened = Reopen();
        Assert.True(reopened.FindRun("lap-1")!.Pinned);
        Assert.False(reopened.PinRun("lap-1", false)!.Pinned);
        Assert.False(Reopen().FindRun("lap-1")!.Pinned);
    }

    [Fact]
    public void AddRun_NameOrVehiclesMissing_IsRefused()
    {
        var run = new Run("a b", [Shuttle], 1, null, "", "client");
        Assert.Throws<CatalogueException>(() => Catalogue.AddRun(run));
        Assert.Throws<CatalogueException>(() => Catalogue.AddRun(run with { Name = "ok", Vehicles = [] }));
    }

    [Fact]
    public void AddDeadLetter_OverTheLimits_KeepsNewestCutAndCountsAll()
    {
        for (var index = 1; index <= 10; index++)
            Catalogue.AddDeadLetter(new DeadLetter(0, index % 2 == 0 ? "avl/even" : "", "av/v1/x", "malformed", $"no. {index}", index, new byte[300], 300));
        Assert.Equal(10, Catalogue.DeadLetterTotal);
        var letters = Catalogue.DeadLetters(null, 100);
        Assert.Equal([10, 9, 8, 7], letters.Select(letter => letter.ReceiveTime));
        Assert.All(letters, letter => Assert.Equal((256, 300L), (letter.Payload.Length, letter.PayloadLength)));
        Assert.Equal("no. 9", letters[1].Detail);
        Assert.Equal([10L], Catalogue.DeadLetters("avl/even", 1).Select(letter => letter.Id));
        var reopened = Reopen();
        Assert.Equal(10, reopened.DeadLetterTotal);
        Assert.Equal(4, reopened.DeadLetters(null, 100).Count);
    }

    [Fact]
    public void Declare_FromManyThreads_GivesOneSessionAndAllSignals()
    {
        var vehicle = Catalogue.AddVehicle(Shuttle);
        var id = SessionId.New();
        Parallel.For(1, 65, index => Catalogue.Declare(vehicle, id, [new SignalDefinition((uint)index, $"S{index % 16}", SignalType.Double)]));
        Assert.Equal(64, Catalogue.FindSession(vehicle, id)!.Signals.Count());
        Assert.Equal(16, Catalogue.Series(vehicle).Count);
        Assert.Single(Catalogue.Sessions(vehicle));
    }

    protected static SignalDefinition Speed(uint id) => new(id, "Vehicle.Speed", SignalType.Double, "km/h");
}
