using AutoValley.Server.Query;
using AutoValley.Storage;
using AutoValley.Telemetry;
using Grpc.Core;
using Run = AutoValley.Storage.Run;

namespace AutoValley.Server.Tests.Query;

public sealed class QueryScopesTests : IAsyncLifetime
{
    private static readonly V1.TimeSpan Span = new() { From = 0, To = 10 };

    private readonly StoredFleet fleet = new();

    public async Task InitializeAsync()
    {
        await fleet.AddAsync("acme/b", "Speed", (1, 1));
        await fleet.AddAsync("acme/b", "Brake", (1, 1));
        await fleet.AddAsync("acme/a", "Speed", (1, 1));
        await fleet.AddAsync("other/c", "Speed", (1, 1));
        fleet.Rooms.Catalogue.AddRun(new Run("lap", [new VehicleName("acme", "a"), new VehicleName("other", "c")], 3, 7, "", "client"));
    }

    public async Task DisposeAsync() => await fleet.DisposeAsync();

    [Fact]
    public void Resolve_Organisation_IsItsVehiclesByName() =>
        Assert.Equal(["acme/a Speed", "acme/b Brake", "acme/b Speed"], Resolve(["acme/*"], []));

    [Fact]
    public void Resolve_SeveralVehicles_AreInTheOrderAskedForAndOnce() =>
        Assert.Equal(["other/c Speed", "acme/b Speed", "acme/a Speed"], Resolve(["other/c", "acme/b", "acme/*"], ["Speed"]));

    [Fact]
    public void Resolve_SignalOfOneOfSeveral_LeavesTheOthersOut() =>
        Assert.Equal(["acme/b Speed", "acme/b Brake", "acme/a Speed"], Resolve(["acme/b", "acme/a"], ["Speed", "Brake", "Speed"]));

    [Fact]
    public void Resolve_Run_IsItsSpanAndVehicles()
    {
        var scope = fleet.Scopes().Resolve(new ScopeRequest([], ["Speed"], null, "lap"));
        Assert.Equal(new TimeRange(3, 7), scope.Range);
        Assert.Equal(["acme/a", "other/c"], scope.Series.Select(series => series.Vehicle.Name.ToString()));
        Assert.Equal(["acme/a Speed"], Resolve(["acme/*"], [], "lap"));
    }

    [Theory]
    [InlineData(StatusCode.InvalidArgument, "name a vehicle or a run", "")]
    [InlineData(StatusCode.InvalidArgument, "'acme' is no vehicle name", "acme")]
    [InlineData(StatusCode.InvalidArgument, "'acme/a*' is no vehicle name", "acme/a*")]
    [InlineData(StatusCode.NotFound, "no vehicle 'acme/x' ever", "acme/x")]
    [InlineData(StatusCode.NotFound, "no vehicle of 'x/*'", "x/*")]
    [InlineData(StatusCode.NotFound, "'acme/a' has no signal 'Brake'", "acme/a", "Brake")]
    [InlineData(StatusCode.NotFound, "none of 2 vehicles has a signal 'Horn'", "acme/*", "Speed", "Horn")]
    public void Resolve_NamesThatMeanNothing_AreRefused(StatusCode status, string detail, string vehicle, params string[] signals)
    {
        var refusal = Assert.Throws<RpcException>(() => Resolve(vehicle.Length > 0 ? [vehicle] : [], signals));
        Assert.Equal(status, refusal.StatusCode);
        Assert.Contains(detail, refusal.Status.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("acme/b", "vehicle 'acme/b' is not in run 'lap'")]
    [InlineData("none/*", "there is no vehicle of 'none/*' in run 'lap'")]
    public void Resolve_VehicleThatIsNotInTheRun_IsNotFound(string vehicle, string detail)
    {
        var refusal = Assert.Throws<RpcException>(() => Resolve([vehicle], [], "lap"));
        Assert.Equal((StatusCode.NotFound, detail), (refusal.StatusCode, refusal.Status.Detail));
    }

    [Fact]
    public void Resolve_MoreSeriesThanTheLimit_IsRefusedWithItsKey()
    {
        var scopes = fleet.Scopes(new QueryOptions { MaximumSignals = 2 });
        Assert.Equal(2, scopes.Resolve(new ScopeRequest(["acme/b"], [], Span, "")).Series.Count);
        var refusal = Assert.Throws<RpcException>(() => scopes.Resolve(new ScopeRequest(["acme/*"], [], Span, "")));
        Assert.Equal(StatusCode.ResourceExhausted, refusal.StatusCode);
        Assert.Contains("Query:MaximumSignals", refusal.Status.Detail, StringComparison.Ordinal);
    }

    private string[] Resolve(string[] vehicles, string[] signals, string run = "") =>
        [.. fleet.Scopes().Resolve(new ScopeRequest(vehicles, signals, Span, run)).Series.Select(Name)];

    private static string Name(Series series) => $"{series.Vehicle.Name} {series.Name}";
}
