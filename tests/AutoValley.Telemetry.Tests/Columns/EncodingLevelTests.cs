using System.Buffers;
using AutoValley.Telemetry.Columns;
using AutoValley.Telemetry.Columns.Simd;
using FsCheck;
using FsCheck.Fluent;

namespace AutoValley.Telemetry.Tests.Columns;

/// <summary>The bytes of a column do not depend on the processor.</summary>
public sealed class EncodingLevelTests
{
    [Fact]
    public void Encode_EveryShapeAndLength_GivesTheSameBytesOnEveryLevel()
    {
        foreach (var length in Shapes.Lengths)
        {
            foreach (var (name, times) in Shapes.Times(length, length))
                AssertSame($"{length} times, {name}", (output, level, effort) => ColumnCodec.EncodeTimes(times, output, level, effort));
            foreach (var (name, values) in All(length))
                AssertSame($"{length} {values.Type}, {name}", (output, level, effort) => ColumnCodec.Encode(values, output, level, effort));
        }
    }

    [Fact]
    public void Encode_AnyMixture_GivesTheSameBytesOnEveryLevel()
    {
        var random = new Random(20261123);
        for (var round = 0; round < 300; round++)
        {
            // Outliers, factors and widths of all sizes, in one vector.
            var (factor, width, rare) = (1L << random.Next(20) | 1, random.Next(60), random.Next(1, 200));
            var integers = Enumerable.Range(0, random.Next(1, 1200)).Select(_ =>
                random.Next(rare) == 0 ? random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64) : (random.NextInt64() >> (63 - width)) * factor).ToArray();
            AssertSame($"round {round}", (output, level, effort) => ColumnCodec.Encode(Values.Of(integers), output, level, effort));
            var doubles = Array.ConvertAll(integers, integer => integer / 1000.0);
            AssertSame($"round {round}", (output, level, effort) => ColumnCodec.Encode(Values.Of(doubles), output, level, effort));
            Assert.True(Column.RoundTrip(integers) > 0 && Column.RoundTrip(doubles) > 0);
        }
    }

    [Fact]
    public void Encode_AnyBitPatterns_GiveTheSameBytesOnEveryLevel() =>
        Prop.ForAll(ArbMap.Default.ArbFor<long>().Generator.ArrayOf().ToArbitrary(), bits =>
            AssertSame("doubles", (output, level, effort) => ColumnCodec.Encode(Values.Of(Array.ConvertAll(bits, BitConverter.Int64BitsToDouble)), output, level, effort)))
            .QuickCheckThrowOnFailure();

    private static IEnumerable<(string Name, Values Values)> All(int length) =>
    [
        .. Shapes.Doubles(length, length).Select(shape => (shape.Name, (Values)Values.Of(shape.Values))),
        .. Shapes.Integers(length, length).Select(shape => (shape.Name, (Values)Values.Of(shape.Values))),
        .. Shapes.Booleans(length, length).Select(shape => (shape.Name, (Values)Values.Of(shape.Values))),
        .. Shapes.Texts(length, length).Select(shape => (shape.Name, (Values)Values.Of(shape.Values))),
    ];

    private static void AssertSame(string what, Action<ArrayBufferWriter<byte>, SimdLevel, ColumnEffort> encode)
    {
        foreach (var effort in Column.Efforts)
        {
            var columns = Enum.GetValues<SimdLevel>().Select(level =>
            {
                var output = new ArrayBufferWriter<byte>();
                encode(output, level, effort);
                return Convert.ToHexString(output.WrittenSpan);
            }).ToArray();
            Assert.True(columns.Distinct().Count() == 1, $"{what}, {effort}");
        }
    }
}
