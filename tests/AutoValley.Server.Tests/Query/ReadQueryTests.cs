using AutoValley.Server.Query;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Columns;
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

    [Theory]
    [InlineData(1)]
    [InlineData(32_767)]
    [InlineData(32_768)]
    [InlineData(32_769)]
    [InlineData(70_000)]
    [InlineData(80_001)]
    public async Task Answer_LimitOverSeveralSlices_GivesTheFirstSamples(int limit)
    {
        long[] times = [.. Enumerable.Range(0, 80_000).Select(index => 1_000_000L + index)];
        foreach (var part in times.Chunk(40_000))
        {
            await fleet.AddAsync("acme/0", "Long", part, Values.Of(Array.ConvertAll(part, time => (double)time)));
            await fleet.Rooms.Store.SealAsync(CancellationToken.None);
        }
        var request = new ReadRequest { Vehicle = "acme/0", Signals = { "Long" }, Span = new() { To = long.MaxValue }, Limit = (ulong)limit };
        var responses = await fleet.Reads().Answer(request, CancellationToken.None).ToListAsync();
        Assert.Equal(times.Take(limit), responses.SelectMany(Times));
        Assert.Equal(times.Take(limit).Select(time => (double)time), responses.SelectMany(response => response.Column.Doubles.Values));
        Assert.All(responses, response => Assert.InRange(response.Times.Plain.Deltas.Count, 1, 32_768));
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
    public async Task Answer_Encoded_DecodesToTheSamplesOfPlainInFewResponses()
    {
        await fleet.AddAsync("acme/0", "Text", [10, 30], Values.Of(new[] { "a", "b" }));
        await fleet.Rooms.Store.SealAsync(CancellationToken.None);
        await fleet.AddAsync("acme/0", "X", (15, 1.5), (60, 6));
        var request = new ReadRequest { Vehicle = "acme/*", Span = new() { From = 11, To = 1_000 } };
        var plain = (await fleet.Reads().Answer(request, CancellationToken.None).ToListAsync())
            .SelectMany(response => Times(response).Select(time => $"{response.Vehicle} {response.Signal} {time}"));
        request.Encoding = SampleEncoding.Encoded;
        var parts = Assert.Single(await fleet.Reads().Answer(request, CancellationToken.None).ToListAsync()).Encoded;
        Assert.Equal(plain, parts.SelectMany(part => Decode(part).Times.ToArray().Select(time => $"{part.Vehicle} {part.Signal} {time}")));
        var x = parts.Where(part => part is { Vehicle: "acme/0", Signal: "X" }).SelectMany(part => ((Values<double>)Decode(part).Values).Items.ToArray());
        Assert.Equal([1.5, 0.5, 0.75, 6], x);
        Assert.All(parts, part => Assert.Equal((part.FirstTime, part.LastTime), (Decode(part).Times.Span[0], Decode(part).Times.Span[^1])));
    }

    [Fact]
    public async Task Answer_EncodedOfMuch_IsCutIntoResponsesBelowTheLimitOfClients()
    {
        var random = new Random(1);
        for (var part = 0; part < 8; part++)
        {
            var times = Enumerable.Range(part * 32_768, 32_768).Select(index => 1_000_000L + index).ToArray();
            await fleet.AddAsync("acme/0", "Noise", times, Values.Of(times.Select(_ => random.NextDouble()).ToArray()));
        }
        var request = new ReadRequest { Vehicle = "acme/0", Signals = { "Noise" }, Span = new() { To = 9_000_000 }, Encoding = SampleEncoding.Encoded };
        var responses = await fleet.Reads().Answer(request, CancellationToken.None).ToListAsync();
        Assert.InRange(responses.Count, 2, 4);
        Assert.All(responses, response => Assert.InRange(response.CalculateSize(), 1, 2 << 20));
        Assert.Equal(8 * 32_768, responses.SelectMany(response => response.Encoded).Sum(part => part.Count));
    }

    [Fact]
    public async Task Answer_EncodedOverTheLimitOfACall_IsRefusedWithItsKey() => await StoredFleet.RefusedAsync(
        StatusCode.ResourceExhausted, "Query:MaximumSamples",
        () => fleet.Reads(new() { MaximumSamples = 5 }).Answer(
            new() { Vehicle = "acme/*", Span = All, Encoding = SampleEncoding.Encoded }, CancellationToken.None));

    [Fact]
    public void Answer_EncodedWithWhatNeedsDecoding_IsInvalid()
    {
        foreach (var request in new ReadRequest[] { new() { Limit = 1 }, new() { GapNanos = 1 }, new() { Encoding = (SampleEncoding)9 } })
        {
            (request.Vehicle, request.Span) = ("acme/0", All);
            request.Encoding = request.Encoding == 0 ? SampleEncoding.Encoded : request.Encoding;
            var refusal = Assert.Throws<RpcException>(() => fleet.Reads().Answer(request, CancellationToken.None));
            Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        }
    }

    [Fact]
    public void Answer_BadRequest_IsRefusedBeforeItIsRead() =>
        Assert.Throws<RpcException>(() => fleet.Reads().Answer(new() { Vehicle = "acme/0" }, CancellationToken.None));

    private static Samples Decode(EncodedSamples part) => new(
        ColumnCodec.DecodeTimes(part.Times.Span, (int)part.Count), ColumnCodec.Decode(part.Values.Span, (int)part.Count));

    private static string Text(ReadResponse response) => string.Join(
        ' ', [response.Vehicle, response.Signal, .. Times(response).Zip(response.Column.Doubles.Values, (time, value) => $"{time}={value}")]);

    private static IEnumerable<long> Times(ReadResponse response)
    {
        var time = response.BaseTime;
        return response.Times.Plain.Deltas.Select(delta => time += delta).ToArray();
    }
}
