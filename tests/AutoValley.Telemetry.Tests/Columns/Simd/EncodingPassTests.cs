using System.Numerics;
using AutoValley.Telemetry.Columns;
using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Tests.Columns.Simd;

/// <summary>Each pass of the encoder against the definition of what it does, on every length that begins or ends a group.</summary>
public sealed class EncodingPassTests
{
    private static readonly int[] Lengths = [.. Enumerable.Range(1, 70), 127, 128, 129, 1023, 1024];

    [Theory]
    [MemberData(nameof(Levels.All), MemberType = typeof(Levels))]
    public void Pack_AnyWidthAndCount_PutsBitAfterBit(int level)
    {
        var random = new Random(5);
        for (var width = 0; width <= 64; width++)
        {
            foreach (var count in Lengths.Append(0))
            {
                var fields = Enumerable.Range(0, count + BitFolding.Room).Select(_ => (ulong)random.NextInt64(long.MinValue, long.MaxValue)).ToArray();
                var expected = new byte[ColumnFormat.PackedBytes(count, width)];
                for (var bit = 0; bit < count * width; bit++)
                    expected[bit / 8] |= (byte)((fields[bit / width] >> (bit % width) & 1) << (bit % 8));
                var packed = new byte[expected.Length];
                BitPacking.Pack(fields, count, width, packed, Usable(level));
                Assert.True(expected.AsSpan().SequenceEqual(packed), $"{count} fields of {width} bits");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Levels.All), MemberType = typeof(Levels))]
    public void Ranges_AnyIntegers_AreTheirEnds(int level)
    {
        foreach (var values in AnyIntegers())
        {
            Assert.Equal((values.Min(), values.Max()), Ranges.Of(values, Usable(level)));
            foreach (var floor in new[] { long.MinValue, -1, values[^1], values.Max() })
            {
                var expected = values.Where(value => value >= floor).DefaultIfEmpty(long.MaxValue).Min();
                Assert.Equal(Math.Min(expected, 1L << 60), Ranges.LeastFrom(values, floor, 1L << 60, Usable(level)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Levels.All), MemberType = typeof(Levels))]
    public void Neighbours_AnyIntegers_AreComparedInOrder(int level)
    {
        foreach (var values in AnyIntegers())
        {
            var pairs = values.Zip(values.Skip(1)).ToArray();
            var made = values.ToArray();
            Neighbours.Subtract(made, made, Usable(level));
            Assert.Equal(pairs.Select(pair => unchecked(pair.Second - pair.First)).Append(values[^1]), made);
            made = values.ToArray();
            Neighbours.Xor(made, made, Usable(level));
            Assert.Equal(pairs.Select(pair => pair.Second ^ pair.First).Append(values[^1]), made);
            var steps = Array.ConvertAll(values, value => value & 1);
            Assert.Equal(steps.Zip(steps.Skip(1)).Count(pair => pair.First == pair.Second), Neighbours.CountEqual(steps, Usable(level)));
        }
    }

    [Theory]
    [MemberData(nameof(Levels.All), MemberType = typeof(Levels))]
    public void Fields_MultiplesAboveAndBelowTheBase_AreDividedExactly(int level)
    {
        var random = new Random(6);
        foreach (var factor in new[] { 1, 2, 3, 10, 1000, 1 << 20, 1_000_003, 96, (1L << 40) + 1, 1L << 50 })
        {
            foreach (var length in Lengths)
            {
                var quotients = Enumerable.Range(0, length).Select(_ => random.NextInt64(-8000, 8000) >> random.Next(14)).ToArray();
                var values = Array.ConvertAll(quotients, quotient => (quotient * factor) - 77);
                var fields = new long[length];
                Fields.Of(values, -77, new ExactDivisor(factor), fields, Usable(level));
                Assert.Equal(quotients, fields);
                var lengths = new byte[length];
                Fields.BitLengths(values, -77, new ExactDivisor(factor), lengths, Usable(level));
                Assert.Equal(quotients.Select(quotient => (byte)(64 - BitOperations.LeadingZeroCount((ulong)quotient))), lengths);
                foreach (var width in new[] { 0, 1, 7, 13, 64 })
                    Assert.Equal(lengths.Count(one => one > width), Bytes.CountAbove(lengths, width, Usable(level)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Levels.All), MemberType = typeof(Levels))]
    public void CommonFactor_AnyMultiples_IsTheGreatest(int level)
    {
        var random = new Random(8);
        foreach (var length in Lengths)
        {
            foreach (var factor in new[] { 1, 2, 6, 1000, 1 << 20, 1_000_003, (1L << 40) + 1, 1L << 53 })
            {
                var values = Enumerable.Range(0, length).Select(_ => random.NextInt64(0, long.MaxValue / factor / 4) * factor * (random.Next(2) + 1)).ToArray();
                // All but the last are multiples of more.
                values[^1] += factor;
                var least = values.Min();
                var expected = values.Aggregate(BigInteger.Zero, (all, value) => BigInteger.GreatestCommonDivisor(all, value - least));
                Assert.Equal(expected.IsZero ? 1 : (long)expected, CommonFactor.Of(values, least, Usable(level)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Levels.All), MemberType = typeof(Levels))]
    public void DecimalLanes_AnyDoubles_AreEncodedAsOneAtATime(int level)
    {
        foreach (var pair in DecimalPair.All)
        {
            foreach (var (name, values) in Shapes.Doubles(65, pair.Code))
            {
                var (integers, corrections, isExact) = (new long[values.Length], new long[values.Length], true);
                var end = DecimalLanes.Encode(values, 3, pair.Scales, integers, corrections, ref isExact, Usable(level));
                Assert.InRange(end, 3, values.Length);
                for (var index = 3; index < end; index++)
                {
                    Assert.True(pair.TryEncode(values[index], out var integer, out var correction), name);
                    Assert.Equal((integer, correction), (integers[index], corrections[index]));
                }
                Assert.Equal(corrections.All(correction => correction == 0), isExact);
                // A group that is good is not left to the slow way.
                var group = values.Skip(end).Take(8).ToArray();
                if (level > 0 && group.Length == 8)
                    Assert.Contains(values[end..(end + 8)], value => !pair.TryEncode(value, out var integer, out _) || Math.Abs(integer) >= (1L << 51) - 1);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Levels.All), MemberType = typeof(Levels))]
    public void DoubleBits_AnyDoubles_AreShiftedAsFarAsNoneLosesABit(int level)
    {
        var random = new Random(10);
        foreach (var length in Lengths)
        {
            var zeros = random.Next(65);
            var expected = Enumerable.Range(0, length).Select(_ => zeros == 64 ? 0 : random.NextInt64(long.MinValue, long.MaxValue) >> zeros << zeros).ToArray();
            var bits = new long[length];
            var shift = DoubleBits.Of(Array.ConvertAll(expected, BitConverter.Int64BitsToDouble), bits, Usable(level));
            Assert.Equal(expected, Array.ConvertAll(bits, one => one << shift));
            Assert.Equal(expected.Any(one => one != 0), bits.Any(one => (one & 1) != 0));
        }
    }

    [Theory]
    [MemberData(nameof(Levels.All), MemberType = typeof(Levels))]
    public void BooleanBits_AnyBooleans_GiveBitsAndRuns(int level)
    {
        var random = new Random(12);
        foreach (var length in Lengths)
        {
            foreach (var rare in new[] { 1, 2, 40 })
            {
                var values = Enumerable.Range(0, length).Select(_ => random.Next(rare) == 0).ToArray();
                var words = new ulong[BooleanBits.Words(length)];
                BooleanBits.Of(values, words, Usable(level));
                Assert.Equal(values, Enumerable.Range(0, length).Select(index => (words[index / 64] >> (index % 64) & 1) != 0));
                Assert.True(length % 64 == 0 || words[^1] >> (length % 64) == 0);
                var (runs, lengths) = (new bool[length], new long[length]);
                var count = Runs.Split(values, runs, lengths);
                var made = new long[length];
                Assert.Equal(count, BooleanBits.RunLengths(words, length, made));
                Assert.Equal(lengths, made);
            }
        }
    }

    private static SimdLevel Usable(int level) => SimdLevels.Usable((SimdLevel)level);

    private static IEnumerable<long[]> AnyIntegers()
    {
        var random = new Random(11);
        foreach (var length in Lengths)
        {
            yield return [.. Enumerable.Range(0, length).Select(_ => random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64))];
            yield return [.. Enumerable.Range(0, length).Select(index => index == length - 1 ? -5L : 7)];
        }
    }
}
