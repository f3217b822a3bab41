using AutoValley.Telemetry.Columns;
using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Tests.Columns.Simd;

public sealed class BitUnpackingTests
{
    private const long Start = 0x0765_4321_0FED_CBA9;

    [Theory]
    [MemberData(nameof(Levels.All), MemberType = typeof(Levels))]
    public void Unpack_AnyWidthAndCount_GivesTheLowBitsAndNothingElse(int level)
    {
        var random = new Random(5);
        var fields = new ulong[ColumnFormat.VectorLength];
        foreach (ref var field in fields.AsSpan())
            field = (ulong)random.NextInt64(long.MinValue, long.MaxValue);
        for (var width = 0; width <= 64; width++)
        {
            var expected = Array.ConvertAll(fields, field => unchecked(Start + (long)(width == 0 ? 0 : field & (ulong.MaxValue >> (64 - width)))));
            for (var count = 0; count <= fields.Length; count += count < 80 ? 1 : random.Next(1, 30))
                Check(fields.AsSpan(0, count), width, expected, (SimdLevel)level, random);
            Check(fields, width, expected, (SimdLevel)level, random);
        }
    }

    private static void Check(ReadOnlySpan<ulong> fields, int width, long[] expected, SimdLevel level, Random random)
    {
        const long Untouched = 0x2AAA_AAAA_AAAA_AAAA;
        var packed = new byte[ColumnFormat.PackedBytes(fields.Length, width)];
        BitPacking.Pack([.. fields, .. new ulong[BitFolding.Room]], fields.Length, width, packed, SimdLevel.Scalar);
        // As the last fields of a column, and with other bytes behind.
        foreach (var behind in new[] { 0, random.Next(1, 80) })
        {
            var source = new byte[packed.Length + behind];
            random.NextBytes(source);
            packed.CopyTo(source, 0);
            var values = new long[fields.Length + 8];
            values.AsSpan().Fill(Untouched);
            BitUnpacking.Unpack(source, width, Start, values.AsSpan(0, fields.Length), default(Unchanged), level);
            Assert.True(values.AsSpan(0, fields.Length).SequenceEqual(expected.AsSpan(0, fields.Length)), $"width {width}, {fields.Length} fields, {behind} behind");
            Assert.Equal(-1, values.AsSpan(fields.Length).IndexOfAnyExcept(Untouched));
        }
    }
}
