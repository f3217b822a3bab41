using AutoValley.Telemetry.Columns;

namespace AutoValley.Telemetry.Tests.Columns.Kernels;

public sealed class DecodeRangeTests
{
    [Fact]
    public void DecodeRange_EveryShapeAndRange_GivesItsValues()
    {
        var random = new Random(29);
        foreach (var length in Shapes.Lengths)
        {
            foreach (var (name, values) in Shapes.Doubles(length, 8))
                Check(name, Column.Encode(Values.Of(values)), Array.ConvertAll(values, BitConverter.DoubleToInt64Bits), random, Doubles);
            foreach (var (name, values) in Shapes.Integers(length, 8))
                Check(name, Column.Encode(Values.Of(values)), values, random, Integers);
            foreach (var (name, values) in Shapes.Times(length, 8))
                Check(name, Column.EncodeTimes(values), values, random, Integers);
            foreach (var (name, values) in Shapes.Booleans(length, 8))
                Check(name, Column.Encode(Values.Of(values)), values, random, Booleans);
        }
    }

    [Fact]
    public void DecodeInto_EveryKind_FillsWhatItNeeds()
    {
        Span<double> doubles = [7, 7, 7];
        Span<long> integers = [7, 7, 7];
        Span<bool> booleans = [true, true, true];
        Assert.Equal(2, ColumnCodec.DecodeInto(Column.Encode(Values.Of(new[] { 1.5, 2.5 })), doubles));
        Assert.Equal(2, ColumnCodec.DecodeInto(Column.Encode(Values.Of(new long[] { 1, 2 })), integers));
        Assert.Equal(2, ColumnCodec.DecodeInto(Column.Encode(Values.Of(new[] { false, true })), booleans));
        Assert.Equal([1.5, 2.5, 7], doubles.ToArray());
        Assert.Equal([1, 2, 7], integers.ToArray());
        Assert.Equal([false, true, true], booleans.ToArray());
        Assert.Equal(3, ColumnCodec.DecodeTimesInto(Column.EncodeTimes([3, 4, 5]), integers));
        Assert.Equal([3, 4, 5], integers.ToArray());
    }

    [Fact]
    public void DecodeInto_TooLittleRoomOrAnotherKind_IsRefused()
    {
        var column = Column.Encode(Values.Of(new double[] { 1, 2, 3 }));
        Assert.Throws<ColumnFormatException>(() => ColumnCodec.DecodeInto(column, new double[2]));
        Assert.Throws<ColumnFormatException>(() => ColumnCodec.DecodeInto(column, new long[3]));
        Assert.Throws<ColumnFormatException>(() => ColumnCodec.DecodeTimesInto(column, new long[3]));
        Assert.Throws<ColumnFormatException>(() => ColumnCodec.DecodeInto(Column.EncodeTimes([1]), new long[1]));
        Assert.Throws<ColumnFormatException>(() => ColumnKernels.DecodeRange(column, 3, 0, new long[3]));
        Assert.Throws<ColumnFormatException>(() => ColumnKernels.DecodeRange(column, 3, 2, new double[2]));
        Assert.Throws<ColumnFormatException>(() => ColumnKernels.DecodeRange(column, 3, int.MaxValue, new double[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ColumnKernels.DecodeRange(column, 3, -1, new double[1]));
    }

    private static long[] Doubles(byte[] column, int count, int from, int length)
    {
        var values = new double[length];
        ColumnKernels.DecodeRange(column, count, from, values);
        return Array.ConvertAll(values, BitConverter.DoubleToInt64Bits);
    }

    private static long[] Integers(byte[] column, int count, int from, int length)
    {
        var values = new long[length];
        ColumnKernels.DecodeRange(column, count, from, values);
        return values;
    }

    private static bool[] Booleans(byte[] column, int count, int from, int length)
    {
        var values = new bool[length];
        ColumnKernels.DecodeRange(column, count, from, values);
        return values;
    }

    private static void Check<T>(string name, byte[] column, T[] values, Random random, Func<byte[], int, int, int, T[]> decode)
    {
        for (var round = 0; round < 8; round++)
        {
            int[] ends = [.. new[] { random.Next(values.Length + 1), random.Next(values.Length + 1) }.Order()];
            var (from, to) = round == 0 ? (0, values.Length) : (ends[0], ends[1]);
            Assert.True(values.AsSpan(from..to).SequenceEqual(decode(column, values.Length, from, to - from)), $"{name}: {from}..{to} of {values.Length}");
        }
    }
}
