using AutoValley.Telemetry.Columns;
using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Tests.Columns.Simd;

public sealed class LevelTests
{
    [Theory]
    [MemberData(nameof(Levels.All), MemberType = typeof(Levels))]
    public void Decode_EveryShapeAndLength_GivesEveryBitBack(int level)
    {
        foreach (var length in Shapes.Lengths)
        {
            foreach (var effort in Column.Efforts)
                DecodeAll(length, effort, (SimdLevel)level);
        }
    }

    private static void DecodeAll(int length, ColumnEffort effort, SimdLevel level)
    {
        foreach (var (name, values) in Shapes.Doubles(length, 3))
        {
            var decoded = (Values<double>)ColumnCodec.Decode(Column.Encode(Values.Of(values), effort), length, 0, level);
            Assert.True(Bits(values).SequenceEqual(Bits(decoded.Items.ToArray())), $"{name}, {length} doubles, {effort}");
        }
        foreach (var (name, values) in Shapes.Integers(length, 3))
        {
            var decoded = (Values<long>)ColumnCodec.Decode(Column.Encode(Values.Of(values), effort), length, 0, level);
            Assert.True(values.SequenceEqual(decoded.Items.ToArray()), $"{name}, {length} integers, {effort}");
        }
        foreach (var (name, values) in Shapes.Booleans(length, 3))
        {
            var decoded = (Values<bool>)ColumnCodec.Decode(Column.Encode(Values.Of(values), effort), length, 0, level);
            Assert.True(values.SequenceEqual(decoded.Items.ToArray()), $"{name}, {length} booleans, {effort}");
        }
        foreach (var (name, values) in Shapes.Times(length, 3))
        {
            var decoded = ColumnCodec.DecodeTimes(Column.EncodeTimes(values, effort), length, level);
            Assert.True(values.SequenceEqual(decoded), $"{name}, {length} times, {effort}");
        }
    }

    private static long[] Bits(double[] values) => Array.ConvertAll(values, BitConverter.DoubleToInt64Bits);
}
