using AutoValley.Telemetry.Batches;
using AutoValley.Telemetry.Columns;
using AutoValley.Telemetry.Tests.Columns;
using Wire = AutoValley.V1;

namespace AutoValley.Telemetry.Tests.Batches;

public sealed class BatchWriterTests
{
    private const long Start = 1_795_000_000_000_000_000;
    private static readonly ClockQuality Clock = new(ClockSource.Ptp, -5, 12);

    [Fact]
    public void ToPayload_ReadByGeneratedCode_SaysTheSame()
    {
        var writer = new BatchWriter();
        var regular = Enumerable.Range(0, 50).Select(index => Start + (index * 10_000_000L)).ToArray();
        var doubles = Enumerable.Range(0, 50).Select(index => index / 10.0).ToArray();
        writer.AddColumn(300, writer.AddTimes(regular), Values.Of(doubles));
        writer.AddColumn(7, writer.AddTimes([Start + 17]), Values.Of(new[] { "DRIVE" }));
        writer.AddColumn(8, 1, Values.Of(new[] { true }));
        var payload = writer.ToPayload(Generated.Session, 3, Start, Start + 100, Clock);

        var batch = Wire.Batch.Parser.ParseFrom(payload);
        Assert.Equal(Generated.Session.ToByteArray(), batch.Session.ToByteArray());
        Assert.Equal((3UL, Start, Start + 100), (batch.Sequence, batch.BaseTime, batch.SendTime));
        Assert.Equal((Wire.ClockSource.Ptp, -5L, 12UL), (batch.Clock.Source, batch.Clock.OffsetNanos, batch.Clock.ErrorNanos));
        Assert.Equal(Crc32C.Compute(payload.AsSpan()[..^5]), batch.Crc32C);
        Assert.Equal(regular, ColumnCodec.DecodeTimes(batch.Times[0].Encoded.Span, 50));
        Assert.Equal([17L], batch.Times[1].Plain.Deltas);
        Assert.Equal([(300u, 0u), (7u, 1u), (8u, 1u)], batch.Columns.Select(column => (column.Signal, column.TimeBase)));
        Assert.Equal(doubles, ((Values<double>)ColumnCodec.Decode(batch.Columns[0].Encoded.Span, 50)).Items.ToArray());
    }

    [Fact]
    public void ToPayload_AnyColumns_AreReadBack()
    {
        foreach (var length in new[] { 0, 1, 2, 10, 1025 })
        {
            var writer = new BatchWriter();
            List<(long[] Times, string Values)> expected = [];
            foreach (var (_, times) in Shapes.Times(length, 3))
            {
                foreach (var values in EveryType(length))
                {
                    writer.AddColumn((uint)expected.Count + 1, expected.Count % 4 == 0 ? writer.AddTimes(times) : expected.Count / 4, values);
                    expected.Add((times, ColumnText.Of(values)));
                }
            }
            var view = Generated.Read(writer.ToPayload(Generated.Session, 1, Start, Start, Clock));
            Assert.Equal(writer.SampleCount, view.SampleCount);
            for (var column = 0; column < expected.Count; column++)
            {
                Assert.Equal(expected[column].Times, view.Decode(column).Times.ToArray());
                Assert.Equal(expected[column].Values, ColumnText.Of(view.Decode(column).Values));
            }
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(long.MaxValue, long.MinValue)]
    [InlineData(-5, 5)]
    public void ToPayload_BaseTimeFarFromTheTimes_GivesThemBack(long time, long baseTime)
    {
        var writer = new BatchWriter();
        writer.AddColumn(1, writer.AddTimes([time]), Values.Of(new[] { 1L }));
        Assert.Equal([time], Generated.Read(writer.ToPayload(Generated.Session, 1, baseTime, 0, ClockQuality.Unknown)).DecodeTimes(0).ToArray());
    }

    [Fact]
    public void Clear_AfterABatch_LeavesNothingOfIt()
    {
        var writer = new BatchWriter();
        writer.AddColumn(1, writer.AddTimes([1, 2]), Values.Of(new long[] { 3, 4 }));
        var first = writer.ToPayload(Generated.Session, 1, 0, 0, Clock);
        Assert.True(writer.Bytes > 0);
        writer.Clear();
        Assert.Equal((0, 0), (writer.SampleCount, writer.Bytes));
        writer.AddColumn(1, writer.AddTimes([1, 2]), Values.Of(new long[] { 3, 4 }));
        Assert.Equal(first, writer.ToPayload(Generated.Session, 1, 0, 0, Clock));
    }

    [Fact]
    public void AddColumn_ThatNoReaderWouldTake_IsRefused()
    {
        var writer = new BatchWriter();
        var times = writer.AddTimes([1, 2]);
        Assert.Throws<ArgumentException>(() => writer.AddColumn(0, times, Values.Of(new long[2])));
        Assert.Throws<ArgumentException>(() => writer.AddColumn(1, times + 1, Values.Of(new long[2])));
        Assert.Throws<ArgumentException>(() => writer.AddColumn(1, -1, Values.Of(new long[2])));
        Assert.Throws<ArgumentException>(() => writer.AddColumn(1, times, Values.Of(new long[3])));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.ToPayload(Generated.Session, 0, 0, 0, Clock));
    }

    [Fact]
    public void ToPayload_HundredMillisecondsOfTheSiteWorkload_IsSmall()
    {
        // 40 signals at 100 Hz in ten messages, 10 values each: see the design's numbers.
        var random = new Random(7);
        var writer = new BatchWriter();
        for (var frame = 0; frame < 10; frame++)
        {
            var times = writer.AddTimes([.. Enumerable.Range(0, 10).Select(index => Start + (index * 10_000_000L) + (random.Next(100) * 1000))]);
            for (uint signal = 1; signal <= 4; signal++)
                writer.AddColumn(signal, times, Values.Of(Enumerable.Range(0, 10).Select(index => Math.Round(50 + (index * 0.05) + (random.Next(9) / 100.0), 2)).ToArray()));
        }
        var payload = writer.ToPayload(Generated.Session, 1, Start, Start, Clock);
        Assert.Equal(400, writer.SampleCount);
        Assert.InRange(payload.Length / 400.0, 0, 3.25);
        Assert.InRange(payload.Length - writer.Bytes, 0, 80);
    }

    private static IEnumerable<Values> EveryType(int length) =>
    [
        Values.Of(Shapes.Doubles(length, 1).First().Values), Values.Of(Shapes.Integers(length, 1).Last().Values),
        Values.Of(Shapes.Booleans(length, 1).Last().Values), Values.Of(Shapes.Texts(length, 1).Last().Values),
    ];
}
