using AutoValley.Server.Query;
using AutoValley.Telemetry;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Server.Tests.Query;

public sealed class ReadQueryTests : IAsyncLifetime
{
    private static readonly V1.TimeSpan All = new() { From = 0, To = 1_000_000 };

    private readonly StoredFleet fleet = new();

    public async Task InitializeAsync()
    {
        for (var vehicle = 0; vehicle < 3; vehicle++)
        {
            foreach (var signal in new[] { "X", "Y" })
                await fleet.AddAsync($"acme/{vehicle}", signal, (10, vehicle), (20, vehicle + 0.5), (50, vehicle + 0.75));
        }
    }

    public async Task DisposeAsync() => await fleet.DisposeAsync();

    [Fact]
    public async Task Answer_Fleet_IsByVehicleThenSignalInTheOrderAskedFor()
    {
        var request = new ReadRequest { Vehicle = "acme/2", Vehicles = { "acme/*" }, Signals = { "Y", "X" }, Span = All };
        Assert.Equal(
            ["acme/2 Y 10=2 20=2.5 50=2.75", "acme/2 X 10=2 20=2.5 50=2.75", "acme/0 Y 10=0 20=0.5 50=0.75",
             "acme/0 X 10=0 20=0.5 50=0.75", "acme/1 Y 10=1 20=1.5 50=1.75", "acme/1 X 10=1 20=1.5 50=1.75"],
            (await fleet.Reads().Answer(request, CancellationToken.None).ToListAsync()).Select(Text));
    }

    [Fact]
    public async Task Answer_SlicesOfALongSeries_KeepTheOrderAndTellGapsAtTheirBorders()
    {
        const int Count = 100_000;
        var times = Enumerable.Range(0, Count).Select(index => 1_000_000L + index + (index >= 32_768 ? 10 : 0)).ToArray();
        foreach (var part in times.Chunk(50_000))
            await fleet.AddAsync("acme/0", "Long", part, Values.Of(part.Select(time => (double)time).ToArray()));
        var request = new ReadRequest { Vehicle = "acme/0", Signals = { "Long" }, Span = new() { To = long.MaxValue }, GapNanos = 10 };
        var responses = await fleet.Reads().Answer(request, CancellationToken.None).ToListAsync();
        Assert.True(responses.Count > 3);
        Assert.Equal(times, responses.SelectMany(Times));
        Assert.Equal(times.Select(time => (double)time), responses.SelectMany(response => response.Column.Doubles.Values));
        var gap = Assert.Single(responses.SelectMany(response => response.Gaps));
        Assert.Equal((1_032_767L, 1_032_778L), (gap.From, gap.To));
        Assert.Contains(gap.To, Times(responses.Single(response => response.Gaps.Count > 0)));
    }

    [Fact]
    public async Task Answer_Limit_IsOfEachSignal()
    {
        var request = new ReadRequest { Vehicle = "acme/1", Span = All, Limit = 2 };
        Assert.Equal(
            ["acme/1 X 10=1 20=1.5", "acme/1 Y 10=1 20=1.5"],
            (await fleet.Reads().Answer(request, CancellationToken.None).ToListAsync()).Select(Text));
    }

    [Fact]
    public async Task Answer_MoreSamplesThanTheLimitOfACall_IsRefusedWithItsKey()
    {
        var reads = fleet.Reads(new QueryOptions { MaximumSamples = 6 });
        Assert.Equal(2, (await reads.Answer(new() { Vehicle = "acme/0", Span = All }, CancellationToken.None).ToListAsync()).Count);
        await StoredFleet.RefusedAsync(
            StatusCode.ResourceExhausted, "Query:MaximumSamples",
            () => reads.Answer(new() { Vehicle = "acme/*", Span = All }, CancellationToken.None));
    }

    [Fact]
    public void Answer_BadRequest_IsRefusedBeforeItIsRead() =>
        Assert.Throws<RpcException>(() => fleet.Reads().Answer(new() { Vehicle = "acme/0" }, CancellationToken.None));

    private static string Text(ReadResponse response) => string.Join(
        ' ', [response.Vehicle, response.Signal, .. Times(response).Zip(response.Column.Doubles.Values, (time, value) => $"{time}={value}")]);

    private static IEnumerable<long> Times(ReadResponse response)
    {
        var time = response.BaseTime;
        return response.Times.Plain.Deltas.Select(delta => time += delta).ToArray();
    }
}
