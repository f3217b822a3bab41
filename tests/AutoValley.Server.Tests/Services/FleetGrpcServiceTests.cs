using AutoValley.Server.Fleet;
using AutoValley.Server.Services;
using AutoValley.Server.Tests.Query;
using AutoValley.Telemetry;
using AutoValley.Testing;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Server.Tests.Services;

public sealed class FleetGrpcServiceTests : IAsyncLifetime
{
    private readonly StoredFleet fleet = new();
    private readonly VirtualTime clock = new();

    public async Task InitializeAsync()
    {
        foreach (var vehicle in new[] { "b/x", "a/y", "a-b/z", "a/x" })
            await fleet.AddAsync(vehicle, "S", (1, 1));
        foreach (var signal in new[] { "C", "A", "B", "D" })
            await fleet.AddAsync("car/1", signal, (UnixTime.Now(clock) - 5, 1), (UnixTime.Now(clock) + (signal == "D" ? 7 : -1), 2));
        await fleet.AddAsync("car/1", "A", [UnixTime.Now(clock) - 3], Values.Of(new[] { "text" }));
    }

    public async Task DisposeAsync() => await fleet.DisposeAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public async Task ListVehicles_Pages_TogetherAreAllInOrder(uint size)
    {
        List<string> names = [];
        for (var (token, calls) = ("", 0); calls < 10; calls++)
        {
            var page = await Service().ListVehicles(new() { PageSize = size, PageToken = token }, Call());
            Assert.True(size == 0 || page.Vehicles.Count <= size);
            names.AddRange(page.Vehicles.Select(vehicle => vehicle.Name));
            if ((token = page.NextPageToken).Length == 0)
                break;
        }
        Assert.Equal(["a/x", "a/y", "a-b/z", "b/x", "car/1"], names);
    }

    [Fact]
    public async Task ListVehicles_VehicleAddedBetweenPages_ShowsBehindItsPlaceAndMovesNone()
    {
        var first = await Service().ListVehicles(new() { PageSize = 2 }, Call());
        await fleet.AddAsync("a/new", "S", (1, 1));
        await fleet.AddAsync("b/new", "S", (1, 1));
        var second = await Service().ListVehicles(new() { PageToken = first.NextPageToken }, Call());
        Assert.Equal(["a-b/z", "b/new", "b/x", "car/1"], second.Vehicles.Select(vehicle => vehicle.Name));
    }

    [Fact]
    public async Task ListVehicles_SessionOfManyHoles_HasItsNewestRanges()
    {
        await fleet.AddAsync("car/holes", "S", (1, 1));
        var session = fleet.Rooms.Catalogue.Sessions(fleet.Rooms.Catalogue.Vehicles.Single(one => one.Name.Vehicle == "holes"))[0];
        for (var sequence = 5UL; sequence <= 201; sequence += 2)
            fleet.Rooms.Store.Settle(session, sequence);
        await fleet.AddAsync("car/holes", "S", (2, 2));
        var vehicle = (await Service().ListVehicles(new(), Call())).Vehicles.Single(one => one.Name == "car/holes");
        var ranges = Assert.Single(vehicle.Sessions).Durable;
        Assert.Equal((64, 75UL, 201UL), (ranges.Count, ranges[0].First, ranges[^1].Last));
    }

    [Fact]
    public async Task ListSignals_Pages_GiveEachTypeOnceNewestFirst()
    {
        var first = await Service().ListSignals(new() { Vehicle = "car/1", PageSize = 1 }, Call());
        var rest = await Service().ListSignals(new() { Vehicle = "car/1", PageToken = first.NextPageToken }, Call());
        Assert.Equal(
            ["A Text", "A Double", "B Double", "C Double", "D Double"],
            first.Signals.Concat(rest.Signals).Select(signal => $"{signal.Name} {signal.Type}"));
    }

    [Fact]
    public async Task GetLatest_All_HasTheAgeByTheServersClock()
    {
        var latest = await Service().GetLatest(new() { Vehicle = "car/1" }, Call());
        Assert.Equal(["A 1", "B 1", "C 1", "D -7"], latest.Samples.Select(sample => $"{sample.Signal} {sample.AgeNanos}"));
        Assert.Equal((UnixTime.Now(clock), ""), (latest.ServerTime, latest.NextPageToken));
    }

    [Fact]
    public async Task GetLatest_NamedInPages_KeepsTheOrderOfTheNames()
    {
        List<string> names = [];
        var request = new GetLatestRequest { Vehicle = "car/1", Signals = { "D", "A", "C" }, PageSize = 2 };
        do
        {
            var page = await Service().GetLatest(request, Call());
            names.AddRange(page.Samples.Select(sample => sample.Signal));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        Assert.Equal(["D", "A", "C"], names);
    }

    [Fact]
    public async Task GetLatest_LongTexts_AreCutIntoPagesThatClientsTake()
    {
        for (var number = 0; number < 12; number++)
            await fleet.AddAsync("long/1", $"T{number:D2}", [1], Values.Of(new[] { new string('x', 900_000) }));
        var first = await Service().GetLatest(new() { Vehicle = "long/1" }, Call());
        Assert.InRange(first.CalculateSize(), 1, 4 << 20);
        var second = await Service().GetLatest(new() { Vehicle = "long/1", PageToken = first.NextPageToken }, Call());
        Assert.Equal($"T{first.Samples.Count:D2}", second.Samples[0].Signal);
    }

    [Fact]
    public async Task Pages_SizeOrTokenThatMakesNoSense_IsInvalid()
    {
        await InvalidAsync(() => Service().ListVehicles(new() { PageSize = 10_001 }, Call()));
        await InvalidAsync(() => Service().ListSignals(new() { Vehicle = "car/1", PageToken = "?" }, Call()));
        await InvalidAsync(() => Service().GetLatest(new() { Vehicle = "car/1", PageToken = "=" }, Call()));
    }

    private static async Task InvalidAsync(Func<Task> call) =>
        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(call)).StatusCode);

    private static CallContextStub Call() => new(CancellationToken.None);

    private FleetGrpcService Service()
    {
        var (rooms, states) = (fleet.Rooms, new VehicleStates(fleet.Rooms.Catalogue, TimeProvider.System));
        return new FleetGrpcService(
            rooms.Catalogue, rooms.Store, states, fleet.Scopes(), null!, new LatestAnswer(rooms.Catalogue, rooms.Store, states, fleet.Scopes(), clock), new());
    }
}
