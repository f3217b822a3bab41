using AutoValley.Telemetry.Columns;
using AutoValley.Telemetry.Columns.Coding;
using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Tests.Columns.Coding;

public sealed class CodedBlockTests
{
    [Fact]
    public void Better_AnyMixture_TellsTheSizeThatItTakes()
    {
        var (random, coded) = (new Random(20261126), 0);
        for (var round = 0; round < 2000; round++)
        {
            var (deviation, tail, factor) = (Math.Pow(2, random.Next(20)), random.Next(1, 100), random.NextInt64(1, 50));
            var values = Enumerable.Range(0, random.Next(CodedPlanner.LeastValues, 1025))
                .Select(_ => factor * (long)(Shapes.Noise(random) * deviation * (random.Next(tail) == 0 ? 100 : 1))).ToArray();
            var plan = Plan(values);
            if (!plan.IsCoded)
                continue;
            coded++;
            var bytes = Write(values, plan);
            Assert.InRange(plan.Size - bytes.Length, 0, 8 + (bytes.Length / 50));
            Assert.Equal(values, Read(bytes, values.Length));
        }
        // Both outcomes are met.
        Assert.InRange(coded, 300, 1700);
    }

    [Theory]
    [InlineData(1.5)]
    [InlineData(20)]
    [InlineData(3000)]
    public void Write_Noise_TakesLittleMoreThanItsEntropy(double deviation)
    {
        var random = new Random(5);
        var values = Enumerable.Range(0, 1024).Select(_ => (long)Math.Round(Shapes.Noise(random) * deviation)).ToArray();
        // Of a normal distribution: log2(deviation × √(2πe)) bits.
        var entropy = Math.Log2(deviation * Math.Sqrt(2 * Math.PI * Math.E)) * values.Length / 8;
        // Packed stays what is hardly larger.
        Assert.InRange(Write(values, Plan(values)).Length, 0, ((entropy * 1.03) + 40) * 12 / 11);
    }

    [Fact]
    public void Better_FieldsTooLong_StaysPacked()
    {
        var random = new Random(6);
        var values = Enumerable.Range(0, 1024).Select(_ => random.Next(9) == 0 ? (long)(Shapes.Noise(random) * 3) : 0).ToArray();
        values[500] = 1L << (ValueClass.MaximumFieldBits - 3);
        Assert.True(Plan(values).IsCoded);
        Assert.Equal(values, Read(Write(values, Plan(values)), values.Length));
        values[500] = 1L << ValueClass.MaximumFieldBits;
        Assert.False(Plan(values).IsCoded);
    }

    [Fact]
    public void Read_BitsThatEndInAnotherState_IsRefused()
    {
        var random = new Random(8);
        var values = Enumerable.Range(0, 1024).Select(_ => (long)(Shapes.Noise(random) * 3)).ToArray();
        var bytes = Write(values, Plan(values));
        var refused = 0;
        for (var bit = 0; bit < 200; bit++)
        {
            var flipped = (byte[])bytes.Clone();
            flipped[^(1 + (bit / 8))] ^= (byte)(1 << (bit % 8));
            try
            {
                Read(flipped, values.Length);
            }
            catch (ColumnFormatException)
            {
                refused++;
            }
        }
        // A bit of a field that is not of a state goes unseen here; a column's check sum stands around it.
        Assert.InRange(refused, 100, 200);
    }

    private static PackedPlan Plan(long[] values) => CodedPlanner.Better(values, PackedPlanner.Plan(values, SimdLevels.Best), SimdLevels.Best);

    private static byte[] Write(long[] values, PackedPlan plan)
    {
        var bytes = new byte[ColumnFormat.MaximumVectorBytes(values.Length)];
        var writer = new ColumnWriter(bytes, SimdLevels.Best, ColumnEffort.Smallest);
        PackedBlock.Write(ref writer, values, plan);
        return bytes[..writer.Position];
    }

    private static long[] Read(byte[] bytes, int count)
    {
        var values = new long[count];
        var reader = new ColumnReader(bytes, 0, SimdLevels.Best);
        PackedBlockReader.Read(ref reader, values, default(Unchanged));
        reader.ExpectEnd();
        return values;
    }
}
