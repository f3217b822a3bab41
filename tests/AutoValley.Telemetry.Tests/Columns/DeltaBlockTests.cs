using System.Numerics;
using AutoValley.Telemetry.Columns;
using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Tests.Columns;

/// <summary>Blocks of differences made by hand from FORMAT.md, exceptions in any order among them, read by every level.</summary>
public sealed class DeltaBlockTests
{
    private static readonly int[] Counts = [2, 8, 9, 15, 16, 17, 40, 63, 64, 65, 129, 1024];

    [Theory]
    [InlineData(Order.Ascending)]
    [InlineData(Order.Any)]
    [InlineData(Order.Repeated)]
    public void Read_AnyWidthAndExceptions_AddsThemUp(Order order)
    {
        var random = new Random(31);
        for (var width = 0; width <= 64; width++)
        {
            foreach (var count in Counts)
            {
                foreach (var behind in new[] { 0, 90 })
                    Check(count, width, Positions(count - 1, order, random), new byte[behind], random);
            }
        }
    }

    [Fact]
    public void Read_AnExceptionBehindTheLast_IsRefused()
    {
        foreach (var level in Enum.GetValues<SimdLevel>())
        {
            var bytes = Bytes(0, 0, 1, 3, new BigInteger[16], [16], [0]);
            var refused = Assert.Throws<ColumnFormatException>(() => Read(bytes, 17, level));
            Assert.Contains("an exception at 16 of 16", refused.Message, StringComparison.Ordinal);
        }
    }

    public enum Order
    {
        Ascending,
        Any,
        Repeated,
    }

    private static void Check(int count, int width, int[] positions, byte[] behind, Random random)
    {
        var (first, start) = (random.NextInt64(), random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64));
        var factor = random.Next(2) == 0 ? 1 : random.NextInt64() >> random.Next(63);
        var fields = Enumerable.Range(0, count - 1).Select(_ => new BigInteger(random.NextInt64()) * 2 % (BigInteger.One << width)).ToArray();
        var exceptions = positions.Select(_ => new BigInteger(random.NextInt64() >> random.Next(63))).ToArray();
        byte[] bytes = [.. Bytes(first, start, factor, width, fields, positions, exceptions), .. behind];

        var steps = fields.Select(field => unchecked(start + (factor * (long)(ulong)field))).ToArray();
        for (var index = 0; index < positions.Length; index++)
            steps[positions[index]] = unchecked(start + (factor * ZigZag.Decode((ulong)exceptions[index])));
        var expected = new long[count];
        expected[0] = first;
        for (var index = 1; index < count; index++)
            expected[index] = unchecked(expected[index - 1] + steps[index - 1]);
        foreach (var level in Enum.GetValues<SimdLevel>())
            Assert.True(expected.SequenceEqual(Read(bytes, count, level)), $"{count} values, width {width}, exceptions at {string.Join(' ', positions)}, {level}");
    }

    private static int[] Positions(int count, Order order, Random random)
    {
        var positions = Enumerable.Range(0, random.Next(0, Math.Min(count, 20) + 1)).Select(_ => random.Next(count)).ToArray();
        return order switch
        {
            Order.Ascending => [.. positions.Distinct().Order()],
            Order.Repeated => [.. positions.Order().SelectMany(position => new[] { position, position }).Take(count)],
            _ => positions,
        };
    }

    private static long[] Read(byte[] bytes, int count, SimdLevel level)
    {
        var values = new long[count];
        var reader = new ColumnReader(bytes, 0, level);
        IntegerVectorReader.Read(ref reader, values);
        return values;
    }

    /// <summary>FORMAT.md sections 3 and 4: a vector of encoding 2.</summary>
    private static byte[] Bytes(long first, long start, long factor, int width, BigInteger[] fields, int[] positions, BigInteger[] exceptions)
    {
        const int ExceptionWidth = 64;
        List<byte> bytes = [(byte)VectorEncoding.Delta, .. Signed(first), .. Signed(start), (byte)(width | 0x80)];
        bytes.AddRange(factor == 1 ? [2] : [3, .. Varint((ulong)factor)]);
        bytes.AddRange([.. Varint((ulong)positions.Length), ExceptionWidth]);
        bytes.AddRange(Bits(fields, width));
        bytes.AddRange(Bits([.. positions.Select(position => (BigInteger)position)], 10));
        bytes.AddRange(Bits(exceptions, ExceptionWidth));
        return [.. bytes];
    }

    private static IEnumerable<byte> Signed(long value) => Varint(ZigZag.Encode(value));

    private static IEnumerable<byte> Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            yield return (byte)(value | 0x80);
        yield return (byte)value;
    }

    private static byte[] Bits(BigInteger[] fields, int width)
    {
        var bytes = new byte[((fields.Length * width) + 7) / 8];
        for (var bit = 0; bit < fields.Length * width; bit++)
            bytes[bit / 8] |= (byte)(((fields[bit / width] >> (bit % width)) & 1) != 0 ? 1 << (bit % 8) : 0);
        return bytes;
    }
}
