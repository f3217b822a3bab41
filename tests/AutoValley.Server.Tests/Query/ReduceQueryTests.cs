using AutoValley.Telemetry;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Server.Tests.Query;

public sealed class ReduceQueryTests : IAsyncLifetime
{
    private static readonly V1.TimeSpan All = new() { From = 0, To = 1_000_000 };

    private readonly StoredFleet fleet = new();

    public async Task InitializeAsync()
    {
        var times = Enumerable.Range(0, 1_000).Select(time => time + (time < 500 ? 0L : 5_000)).ToArray();
        foreach (var vehicle in new[] { "acme/1", "acme/2" })
        {
            await fleet.AddAsync(vehicle, "Speed", times, Values.Of(times.Select(time => (double)time).ToArray()));
            await fleet.AddAsync(vehicle, "Count", [3, 5], Values.Of(new[] { 7L, 8L }));
            await fleet.AddAsync(vehicle, "Note", [1], Values.Of(new[] { "x" }));
        }
    }

    public async Task DisposeAsync() => await fleet.DisposeAsync();

    [Fact]
    public async Task Answer_AllSignals_IsAPictureOfEachThatHasNumbers()
    {
        var responses = await AnswerAsync(new() { Vehicles = { "acme/*" }, Span = All, Maximum = 20 });
        Assert.Equal(
            ["acme/1 Count 2", "acme/1 Speed 1000", "acme/2 Count 2", "acme/2 Speed 1000"],
            responses.Select(response => $"{response.Vehicle} {response.Signal} {response.Count}"));
        Assert.Equal(3, responses[0].Samples.BaseTime);
        Assert.Equal([0L, 2L], responses[0].Samples.Times.Plain.Deltas);
        Assert.Equal([7L, 8L], responses[0].Samples.Column.Integers.Values);
        var stretches = responses[1].Stretches;
        Assert.InRange(stretches.From.Count, 2, 10);
        Assert.Equal((0L, 5_999L, 1_000UL), (stretches.From[0], stretches.To[^1], stretches.Counts.Aggregate((one, other) => one + other)));
        Assert.Equal(stretches.From.Select(time => (double)time), stretches.Min);
        Assert.Equal(stretches.To.Select(time => (double)time), stretches.Last);
        Assert.Equal([(499L, 5_500L)], responses[1].Gaps.Select(gap => (gap.From, gap.To)));
    }

    [Fact]
    public async Task Answer_Lttb_IsSamples()
    {
        var response = Assert.Single(await AnswerAsync(new()
        {
            Vehicles = { "acme/1" }, Signals = { "Speed" }, Span = All, Maximum = 20, Method = ReductionMethod.Lttb, GapNanos = 10_000,
        }));
        Assert.InRange(response.Samples.Column.Doubles.Values.Count, 10, 20);
        var time = response.Samples.BaseTime;
        Assert.Equal(response.Samples.Times.Plain.Deltas.Select(delta => (double)(time += delta)), response.Samples.Column.Doubles.Values);
        Assert.Empty(response.Gaps);
    }

    [Fact]
    public async Task Answer_NoMaximum_IsFourThousand() =>
        Assert.Equal(1_000, Assert.Single(await AnswerAsync(new() { Vehicles = { "acme/1" }, Signals = { "Speed" }, Span = All })).Samples.Times.Plain.Deltas.Count);

    [Fact]
    public async Task Answer_BadRequest_IsRefused()
    {
        await RefusedAsync(StatusCode.InvalidArgument, "maximum is 3, not 4 to 20000", request => request.Maximum = 3);
        await RefusedAsync(StatusCode.InvalidArgument, "maximum is 20001", request => request.Maximum = 20_001);
        await RefusedAsync(StatusCode.InvalidArgument, "no reduction method 9", request => request.Method = (ReductionMethod)9);
        await RefusedAsync(StatusCode.InvalidArgument, "'Note' is text", request => request.Signals.Add("Note"));
        await RefusedAsync(StatusCode.NotFound, "'Sped'", request => request.Signals.Add("Sped"));
    }

    private Task RefusedAsync(StatusCode status, string detail, Action<ReduceRequest> change)
    {
        var request = new ReduceRequest { Vehicles = { "acme/1" }, Span = All };
        change(request);
        return StoredFleet.RefusedAsync(status, detail, () => fleet.Reductions().Answer(request, CancellationToken.None));
    }

    private async Task<List<ReduceResponse>> AnswerAsync(ReduceRequest request) =>
        await fleet.Reductions().Answer(request, CancellationToken.None).ToListAsync();
}
