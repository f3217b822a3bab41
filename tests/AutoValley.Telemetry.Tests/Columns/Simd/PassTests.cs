using AutoValley.Telemetry.Columns;
using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Tests.Columns.Simd;

/// <summary>Each pass against one that does a value at a time, on every length that begins or ends a group.</summary>
public sealed class PassTests
{
    private static readonly int[] Lengths = [.. Enumerable.Range(0, 70), 127, 128, 129, 1023, 1024];

    [Theory]
    [MemberData(nameof(Levels.All), MemberType = typeof(Levels))]
    public void PrefixSums_AnyDifferences_GiveTheValuesBack(int level)
    {
        foreach (var values in AnyIntegers())
        {
            var first = values.FirstOrDefault();
            var differences = new long[values.Length];
            var exclusiveOrs = new long[values.Length];
            for (var index = 1; index < values.Length; index++)
            {
                differences[index - 1] = unchecked(values[index] - values[index - 1]);
                exclusiveOrs[index - 1] = values[index] ^ values[index - 1];
            }
            PrefixSums.Add(differences, first, default(Unchanged), (SimdLevel)level);
            PrefixSums.UndoXor(exclusiveOrs, first, default(Unchanged), (SimdLevel)level);
            Assert.Equal(values, differences);
            Assert.Equal(values, exclusiveOrs);
        }
    }

    [Theory]
    [MemberData(nameof(Levels.All), MemberType = typeof(Levels))]
    public void Elementwise_AnyIntegers_AreAsOneAtATime(int level)
    {
        var random = new Random(7);
        foreach (var values in AnyIntegers())
        {
            var (start, factor, shift) = (random.NextInt64(), random.NextInt64(), random.Next(64));
            var others = Array.ConvertAll(values, _ => random.NextInt64(long.MinValue, long.MaxValue));
            Same(values, made => Elementwise.Scale(made, start, factor, default(Unchanged), (SimdLevel)level), (value, _) => unchecked(start + (value * factor)));
            Same(values, made => Elementwise.Add(made, others, (SimdLevel)level), (value, index) => unchecked(value + others[index]));
            Same(values, made => Elementwise.ShiftLeft(made, shift, (SimdLevel)level), (value, _) => value << shift);
            Same(values, made => Elementwise.Progression(made, start, factor, default(Unchanged), (SimdLevel)level), (_, index) => unchecked(start + (index * factor)));
        }
    }

    [Theory]
    [MemberData(nameof(Levels.All), MemberType = typeof(Levels))]
    public void ToDouble_AnyPairAndInteger_IsRoundedAsOneAtATime(int level)
    {
        foreach (ref readonly var pair in DecimalPair.All.AsSpan())
        {
            foreach (var values in AnyIntegers().Where(values => values.Length is 0 or 7 or 8 or 31 or 1024))
            {
                var one = pair;
                Same(values, made => Elementwise.Finish(made, one.Decoding, (SimdLevel)level), (value, _) => BitConverter.DoubleToInt64Bits(one.Decode(value)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Levels.All), MemberType = typeof(Levels))]
    public void Bitmaps_AnyBits_AreReadInTheirOrder(int level)
    {
        var random = new Random(9);
        foreach (var length in Lengths)
        {
            var bitmap = new byte[ColumnFormat.PackedBytes(length, 1)];
            random.NextBytes(bitmap);
            var values = new bool[length];
            Bitmaps.Read(bitmap, values, (SimdLevel)level);
            Assert.Equal(Enumerable.Range(0, length).Select(index => (bitmap[index / 8] >> (index % 8) & 1) != 0), values);
        }
    }

    private static void Same(long[] values, Action<Span<long>> pass, Func<long, int, long> one)
    {
        var made = values.ToArray();
        pass(made);
        Assert.Equal(values.Select(one), made);
    }

    /// <summary>Small, large and arbitrary integers; halfway cases of the rounding to doubles among them.</summary>
    private static IEnumerable<long[]> AnyIntegers()
    {
        var random = new Random(11);
        foreach (var length in Lengths)
        {
            yield return [.. Enumerable.Range(0, length).Select(index => (index % 4) switch
            {
                0 => random.NextInt64(long.MinValue, long.MaxValue),
                1 => random.Next(-1000, 1000),
                2 => (1L << 54) + (random.Next(1 << 20) * 2) + 1,
                _ => random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64),
            })];
        }
    }
}
