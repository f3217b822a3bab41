using AutoValley.Server.Live;
using AutoValley.Server.Services;
using AutoValley.Server.Tests.Live;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using AutoValley.Telemetry.Columns;
using Google.Protobuf;
using static AutoValley.Server.Tests.Live.CarBatches;

namespace AutoValley.Server.Tests.Services;

/// <summary>Batches as they go to many subscribers.</summary>
public sealed class SharedResponsesTests : IDisposable
{
    private static readonly LiveFilter All = new([], encoded: false);

    private readonly CarBatches batches = new();

    public void Dispose() => batches.Dispose();

    [Fact]
    public void Of_EqualFilters_GivesTheSameResponses()
    {
        var shared = new SharedResponses(new LiveOptions());
        var batch = Batch();
        var first = shared.Of(batch, new LiveFilter(["A", "B"], encoded: false));
        Assert.Same(first[0], shared.Of(batch, new LiveFilter(["B", "A", "B"], encoded: false))[0]);
        Assert.NotSame(first[0], shared.Of(batch, new LiveFilter(["A"], encoded: false))[0]);
        Assert.NotSame(first[0], shared.Of(batch, new LiveFilter(["A", "B"], encoded: true))[0]);
        Assert.NotSame(first[0], shared.Of(Batch(), new LiveFilter(["A", "B"], encoded: false))[0]);
    }

    [Fact]
    public void Of_MoreThanFits_ForgetsTheOldestAndMakesItAgain()
    {
        var shared = new SharedResponses(new LiveOptions { SharedBytes = 20_000 });
        var oldest = Batch();
        var made = shared.Of(oldest, All)[0];
        for (var count = 0; count < 1_000; count++)
        {
            shared.Of(Batch(), All);
            Assert.InRange(shared.Bytes, 1, 20_000);
        }
        var again = shared.Of(oldest, All)[0];
        Assert.NotSame(made, again);
        Assert.Equal(Sent.Of(made), Sent.Of(again));
    }

    [Fact]
    public void Of_NothingWanted_IsNone() => Assert.Empty(new SharedResponses(new LiveOptions()).Of(Batch(), new LiveFilter(["X"], encoded: false)));

    [Fact]
    public async Task Of_ManyThreads_MakesEachOnce()
    {
        var shared = new SharedResponses(new LiveOptions { SharedBytes = 1 << 20 });
        var all = Enumerable.Range(0, 50).Select(_ => Batch()).ToArray();
        var seen = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => all.Select(batch => shared.Of(batch, All)[0]).ToArray())));
        Assert.All(seen, one => Assert.Equal(seen[0], one));
    }

    [Fact]
    public void Of_Encoded_SendsTheBytesThatTheVehicleSent()
    {
        long[] times = [.. Enumerable.Range(0, 200).Select(index => 1_000_000L * index)];
        double[] values = [.. Enumerable.Range(0, 200).Select(index => index / 10.0)];
        var batch = batches.Of(times, (1, Column(values)), (3, Column([.. times.Select(_ => "same")])));
        BatchView.TryRead(batch.Payload, BatchLimits.Default, out var view, out _);
        var samples = Sent.Of(Assert.Single(new SharedResponses(new LiveOptions()).Of(batch, new LiveFilter([], encoded: true)))).Samples;
        Assert.Equal("acme/car", samples.Vehicle);
        Assert.Equal(["A", "T"], samples.Columns.Select(column => column.Signal));
        var sent = samples.Columns[0].Column.Encoded.ToByteArray();
        Assert.NotEmpty(sent);
        Assert.Equal(view!.EncodedValues(0).ToArray(), sent);
        Assert.Equal(values, ((Values<double>)ColumnCodec.Decode(sent, values.Length, 0)).Items.ToArray());
        Assert.Equal(view.EncodedTimes(0).ToArray(), Assert.Single(samples.Times).Encoded.ToByteArray());
    }

    [Fact]
    public void Of_EncodedWithPlainColumns_SendsThosePlain()
    {
        var plain = new V1.Batch
        {
            Session = ByteString.CopyFrom(new SessionId(7).ToByteArray()), Sequence = 1, BaseTime = 100, SendTime = 100,
            Times = { new V1.TimeBase { Plain = new V1.PlainTimes { Deltas = { 1, 2 } } } },
            Columns = { new V1.Column { Signal = 1, Doubles = new V1.DoubleValues { Values = { 1.5, 2.5 } } } },
        };
        var bytes = plain.ToByteArray();
        var batch = Batch() with { Payload = (byte[])[.. bytes, 0x7D, .. BitConverter.GetBytes(Crc32C.Compute(bytes))] };
        var samples = Sent.Of(Assert.Single(new SharedResponses(new LiveOptions()).Of(batch, new LiveFilter([], encoded: true)))).Samples;
        Assert.Equal((100, plain.Times[0]), (samples.BaseTime, samples.Times.Single()));
        Assert.Equal([1.5, 2.5], samples.Columns.Single().Column.Doubles.Values);
    }

    private DurableBatch Batch() => batches.Of([1], (1, Column(1.5)), (2, Column(2L)));
}
