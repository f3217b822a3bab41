using AutoValley.Server.Query;
using AutoValley.Telemetry;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Server.Tests.Query.Align;

public sealed class AlignQueryTests : IAsyncLifetime
{
    private readonly StoredFleet fleet = new();

    public async Task InitializeAsync()
    {
        await fleet.AddAsync("acme/a", "Speed", (5, 50), (15, 150), (25, 250), (60, 600));
        await fleet.AddAsync("acme/a", "Gear", [10, 30], Values.Of(new[] { 1L, 2 }));
        await fleet.AddAsync("acme/a", "Door", [20], Values.Of(new[] { true }));
        await fleet.AddAsync("acme/b", "Speed", (20, 2), (45, 4.5));
    }

    public async Task DisposeAsync() => await fleet.DisposeAsync();

    [Fact]
    public async Task Answer_GridOfAFleet_HasAColumnASignalAndARowAMultiple()
    {
        var request = Ask(10, 55, AlignMethod.Previous);
        (request.EveryNanos, request.MaximumAgeNanos) = (10, 10);
        Assert.Equal(
            ["acme/a Door", "acme/a Gear", "acme/a Speed", "acme/b Speed",
             "10: - 1 50 -", "20: true 1 150 2", "30: true 2 250 2", "40: - 2 - -", "50: - - - 4.5"],
            await AnswerAsync(request));
    }

    [Fact]
    public async Task Answer_MaximumAge_TakesSamplesOutsideTheSpan()
    {
        var request = Ask(16, 59, AlignMethod.Linear);
        (request.EveryNanos, request.MaximumAgeNanos) = (20, 20);
        request.Signals.Add("Speed");
        Assert.Equal(["acme/a Speed", "acme/b Speed", "20: 200 2", "40: 400 4"], await AnswerAsync(request));
        // The age alone makes the difference: without, neither the sample at 15 nor the one at 60 is looked at.
        request.MaximumAgeNanos = 0;
        Assert.Equal(["acme/a Speed", "acme/b Speed", "20: - 2", "40: - 4"], await AnswerAsync(request));
    }

    [Fact]
    public async Task Answer_ClockSignal_GivesTheRows()
    {
        var request = Ask(0, 50, AlignMethod.Nearest);
        request.ClockSignal = new ClockSignal { Vehicle = "acme/b", Signal = "Speed" };
        request.Signals.AddRange(["Gear", "Speed"]);
        Assert.Equal(["acme/a Gear", "acme/a Speed", "acme/b Speed", "20: 1 150 2", "45: 2 250 4.5"], await AnswerAsync(request));
        request.ClockSignal.Vehicle = "";
        Assert.Equal(["5: 1 50 2", "15: 1 150 2", "25: 2 250 2"], (await AnswerAsync(request)).Skip(3));
    }

    [Fact]
    public async Task Answer_LongSpan_ComesInSlicesWithEveryRow()
    {
        const int Count = 40_000;
        var times = Enumerable.Range(0, Count).Select(index => 1_000L + (index * 2)).ToArray();
        await fleet.AddAsync("acme/long", "X", times, Values.Of(times.Select(time => (double)time).ToArray()));
        var request = new AlignRequest { Vehicles = { "acme/long" }, Span = new() { From = 1_000, To = 1_000 + (Count * 2) }, EveryNanos = 1 };
        var responses = await fleet.Aligns().Answer(request, CancellationToken.None).ToListAsync();
        Assert.True(responses.Count > 5);
        Assert.All(responses, response => Assert.True(response.Columns[0].Present.IsEmpty));
        Assert.Equal(Enumerable.Range(1_000, Count * 2).Select(time => (double)(time & ~1)), responses.SelectMany(response => response.Columns[0].Column.Doubles.Values));
    }

    [Fact]
    public async Task Answer_LongTexts_AreCutIntoMoreResponses()
    {
        await fleet.AddAsync("acme/text", "T", [0], Values.Of(new[] { new string('x', 300_000) }));
        var request = new AlignRequest { Vehicles = { "acme/text" }, Span = new() { To = 10 }, EveryNanos = 1 };
        var responses = await fleet.Aligns().Answer(request, CancellationToken.None).ToListAsync();
        Assert.All(responses, response => Assert.InRange(response.CalculateSize(), 1, 2 << 20));
        Assert.Equal(10, responses.Sum(response => response.Columns[0].Column.Texts.Values.Count));
    }

    [Fact]
    public void Answer_RequestThatMakesNoSense_IsRefused()
    {
        Refused(StatusCode.InvalidArgument, "name a clock", request => request.ClearClock());
        Refused(StatusCode.InvalidArgument, "name a clock", request => request.EveryNanos = 0);
        Refused(StatusCode.InvalidArgument, "method", request => request.Method = (AlignMethod)77);
        Refused(StatusCode.InvalidArgument, "'Door' is boolean", request => (request.Method, _) = (AlignMethod.Linear, Named(request, "Door")));
        Refused(StatusCode.NotFound, "'acme/a' has no signal 'Horn'", request => request.ClockSignal = new() { Signal = "Horn" });
        Refused(StatusCode.ResourceExhausted, "Query:MaximumAlignedRows", request => request.EveryNanos = 1);
        Refused(StatusCode.ResourceExhausted, "Query:MaximumAlignedSignals", request => request.Vehicles.Add("acme/b"), signals: 3);
    }

    [Fact]
    public async Task Answer_ClockWithMoreRowsThanTheLimit_IsRefusedWithItsKey()
    {
        var request = Ask(0, 100, AlignMethod.Previous);
        request.ClockSignal = new() { Signal = "Speed" };
        await StoredFleet.RefusedAsync(
            StatusCode.ResourceExhausted, "Query:MaximumAlignedRows",
            () => fleet.Aligns(new() { MaximumAlignedRows = 3 }).Answer(request, CancellationToken.None));
    }

    private static bool Named(AlignRequest request, string signal)
    {
        request.Signals.Add(signal);
        return true;
    }

    private void Refused(StatusCode status, string detail, Action<AlignRequest> change, int signals = 100)
    {
        var request = Ask(0, 100, AlignMethod.Previous);
        request.Vehicles[0] = "acme/a";
        request.EveryNanos = 10;
        change(request);
        var options = new QueryOptions { MaximumAlignedRows = 50, MaximumAlignedSignals = signals };
        var refusal = Assert.Throws<RpcException>(() => fleet.Aligns(options).Answer(request, CancellationToken.None));
        Assert.Equal(status, refusal.StatusCode);
        Assert.Contains(detail, refusal.Status.Detail, StringComparison.Ordinal);
    }

    private static AlignRequest Ask(long from, long to, AlignMethod method) =>
        new() { Vehicles = { "acme/*" }, Span = new() { From = from, To = to }, Method = method };

    // The columns, then the rows.
    private async Task<List<string>> AnswerAsync(AlignRequest request)
    {
        List<string> lines = [];
        await foreach (var response in fleet.Aligns().Answer(request, CancellationToken.None))
        {
            if (lines.Count == 0)
                lines.AddRange(response.Columns.Select(column => $"{column.Vehicle} {column.Signal}"));
            var time = response.BaseTime;
            for (var row = 0; row < response.Times.Plain.Deltas.Count; row++)
            {
                time += response.Times.Plain.Deltas[row];
                lines.Add($"{time}: {string.Join(' ', response.Columns.Select(column => Cell(column, row)))}");
            }
        }
        return lines;
    }

    private static string Cell(AlignedColumn column, int row)
    {
        if (!column.Present.IsEmpty && (column.Present[row / 8] & (1 << (row % 8))) == 0)
            return "-";
        return column.Column.ValuesCase switch
        {
            V1.Column.ValuesOneofCase.Doubles => SampleValue.Of(column.Column.Doubles.Values[row]).ToString(),
            V1.Column.ValuesOneofCase.Integers => SampleValue.Of(column.Column.Integers.Values[row]).ToString(),
            _ => SampleValue.Of(column.Column.Booleans.Values[row]).ToString(),
        };
    }
}
