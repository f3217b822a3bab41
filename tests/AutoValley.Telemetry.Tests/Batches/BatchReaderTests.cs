using AutoValley.Telemetry.Batches;
using AutoValley.Telemetry.Columns;
using AutoValley.Telemetry.Tests.Columns;
using Google.Protobuf;
using Wire = AutoValley.V1;

namespace AutoValley.Telemetry.Tests.Batches;

public sealed class BatchReaderTests
{
    private static readonly BatchLimits Limits = new() { MaximumColumns = 16, MaximumSamples = 5000, MaximumTextBytes = 50_000 };

    [Fact]
    public void Read_BatchAfterBatch_GivesWhatAViewGives()
    {
        byte[][] corpus = [Generated.PlainBatch().ToByteArray(), Encoded(1), Encoded(10), Encoded(100)];
        var random = new Random(20261123);
        var reader = new BatchReader(Limits);
        var read = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var body = corpus[random.Next(corpus.Length)];
            var payload = Generated.Seal(random.Next(4) == 0 ? body : Mutation.Of(body, random));
            var error = BatchView.TryRead(payload, Limits, out var view, out var detail);
            Assert.Equal((error, detail), (reader.Read(payload, out var found), found));
            Assert.Equal(view?.Columns ?? [], reader.Columns.ToArray());
            Assert.Equal(view?.SampleCount ?? 0, reader.SampleCount);
            for (var column = 0; column < view?.Columns.Count; column++)
                AssertSame(view, reader, column);
            if (view is not null)
                AssertSameTimes(reader, payload);
            read += view is null ? 0 : 1;
        }
        Assert.InRange(read, 6_000, 19_000);
    }

    [Theory]
    [InlineData(1u, 0u)]
    [InlineData(127u, 0u)]
    [InlineData(128u, 1u)]
    [InlineData(70_000u, 2u)]
    [InlineData(3_000_000u, 1u)]
    [InlineData(uint.MaxValue, 1u)]
    public void Read_ColumnsFieldsInAnyOrder_GivesTheSame(uint signal, uint timeBase)
    {
        var batch = Generated.Batch();
        for (var index = 0; index < 3; index++)
            batch.Times.Add(new Wire.TimeBase { Encoded = ByteString.CopyFrom(Column.EncodeTimes([7, 8, 9])) });
        var encoded = new Wire.Column { Encoded = ByteString.CopyFrom(Column.Encode(Values.Of(new[] { true, false, true }))) }.ToByteArray();
        var numbers = new Wire.Column { Signal = signal, TimeBase = timeBase }.ToByteArray();
        byte[] head = [.. batch.ToByteArray()];
        var usual = Read([.. head, 0x3A, (byte)(numbers.Length + encoded.Length), .. numbers, .. encoded]);
        var reversed = Read([.. head, 0x3A, (byte)(numbers.Length + encoded.Length), .. encoded, .. numbers]);
        Assert.Equal(new BatchColumn(signal, (int)timeBase, 3, SignalType.Boolean, true), usual with { Values = default });
        Assert.Equal(usual with { Values = default }, reversed with { Values = default });
    }

    private static BatchColumn Read(byte[] body)
    {
        var reader = new BatchReader(BatchLimits.Default);
        Assert.Equal((BatchError.None, ""), (reader.Read(Generated.Seal(body), out var detail), detail));
        var values = new bool[3];
        reader.Decode(0, values);
        Assert.Equal([true, false, true], values);
        return reader.Columns[0];
    }

    private static void AssertSameTimes(BatchReader all, byte[] payload)
    {
        var times = new BatchReader(Limits);
        Assert.True(times.TryReadTimes(payload));
        Assert.Equal(all.TimeBaseCount, times.TimeBaseCount);
        for (var timeBase = 0; timeBase < all.TimeBaseCount; timeBase++)
        {
            Assert.Equal(all.CountTimes(timeBase), times.CountTimes(timeBase));
            Assert.Equal(Try(() => Times(all, timeBase)), Try(() => Times(times, timeBase)));
        }
    }

    private static long[] Times(BatchReader reader, int timeBase)
    {
        var times = new long[reader.CountTimes(timeBase)];
        reader.DecodeTimes(timeBase, times);
        return times;
    }

    private static void AssertSame(BatchView view, BatchReader reader, int column)
    {
        var (located, times) = (view.Columns[column], new long[reader.CountTimes(view.Columns[column].TimeBase)]);
        Assert.Equal(Try(() => view.DecodeTimes(located.TimeBase).ToArray()), Try(() =>
        {
            reader.DecodeTimes(located.TimeBase, times);
            return times;
        }));
        switch (located.Type)
        {
            case SignalType.Double:
                AssertSame<double>(view, column, values => reader.Decode(column, values));
                break;
            case SignalType.Integer:
                AssertSame<long>(view, column, values => reader.Decode(column, values));
                break;
            case SignalType.Boolean:
                AssertSame<bool>(view, column, values => reader.Decode(column, values));
                break;
            default:
                AssertSame<string>(view, column, values => reader.Decode(column, values));
                break;
        }
    }

    private static void AssertSame<T>(BatchView view, int column, Action<T[]> decode)
    {
        if (Try(() => view.DecodeTimes(view.Columns[column].TimeBase)) is null)
            return;
        Assert.Equal(Try(() => Generated.Items<T>(view, column)), Try(() =>
        {
            var values = new T[view.Columns[column].Count];
            decode(values);
            return values;
        }));
    }

    // Null: it does not decode.
    private static object? Try<T>(Func<T> decode)
    {
        try
        {
            return decode();
        }
        catch (ColumnFormatException)
        {
            return null;
        }
    }

    private static byte[] Encoded(int length)
    {
        var writer = new BatchWriter();
        foreach (var (_, times) in Shapes.Times(length, 2).Take(3))
            writer.AddTimes(times);
        uint signal = 1;
        foreach (var (_, values) in Shapes.Doubles(length, 2).Take(6))
            writer.AddColumn(signal++, (int)signal % 3, Values.Of(values));
        foreach (var (_, values) in Shapes.Texts(length, 2).Take(2))
            writer.AddColumn(signal++, (int)signal % 3, Values.Of(values));
        return writer.ToPayload(Generated.Session, 9, 0, 0, ClockQuality.Unknown)[..^5];
    }
}
