using AutoValley.Telemetry.Columns;
using AutoValley.Telemetry.Columns.Kernels;
using AutoValley.Telemetry.Columns.Simd;
using AutoValley.Telemetry.Tests.Columns.Kernels;
using AutoValley.Telemetry.Tests.Fuzzing;

namespace AutoValley.Telemetry.Tests.Columns.Simd;

/// <summary>No wide load or store goes beyond the column or the values: on Linux, one that does ends the test run.</summary>
public sealed class OverrunTests
{
    [Theory]
    [MemberData(nameof(Levels.All), MemberType = typeof(Levels))]
    public void EveryPass_AtTheEndOfMemory_StaysWithin(int level)
    {
        using var source = new GuardedBytes();
        using var target = new GuardedBytes();
        foreach (var length in new[] { 1, 7, 10, 17, 40, 1024, 1041 })
        {
            foreach (var effort in Column.Efforts)
            {
                foreach (var (_, times) in Shapes.Times(length, 9))
                    Decode<long>(Column.EncodeTimes(times, effort), length, (SimdLevel)level, source, target);
                foreach (var (_, values) in Shapes.Integers(length, 9))
                    Decode<long>(Column.Encode(Values.Of(values), effort), length, (SimdLevel)level, source, target);
                foreach (var (_, values) in Shapes.Doubles(length, 9))
                    Decode<double>(Column.Encode(Values.Of(values), effort), length, (SimdLevel)level, source, target);
            }
            foreach (var (_, values) in Shapes.Booleans(length, 9))
                Decode<bool>(Column.Encode(Values.Of(values)), length, (SimdLevel)level, source, target);
            foreach (var (_, _, numbers) in NumericColumns.Of(length, 9))
                Summarise(numbers, (SimdLevel)level, target);
        }
    }

    [Theory]
    [MemberData(nameof(Levels.All), MemberType = typeof(Levels))]
    public void Unpack_EveryWidthAtTheEndOfMemory_StaysWithin(int level)
    {
        using var source = new GuardedBytes();
        using var target = new GuardedBytes();
        for (var width = 0; width <= 64; width++)
        {
            for (var count = 0; count < 90; count++)
            {
                var fields = source.Last<byte>(ColumnFormat.PackedBytes(count, width));
                BitUnpacking.Unpack(fields, width, 0, target.Last<long>(count), default(Unchanged), (SimdLevel)level);
            }
        }
    }

    private static void Decode<T>(byte[] column, int length, SimdLevel level, GuardedBytes source, GuardedBytes target)
        where T : unmanaged
    {
        var guarded = source.Last<byte>(column.Length);
        column.CopyTo(guarded);
        var cursor = new VectorCursor(guarded, length, level);
        Excerpt.Read(ref cursor, 0, target.Last<T>(length));
    }

    private static void Summarise(double[] numbers, SimdLevel level, GuardedBytes memory)
    {
        var guarded = memory.Last<double>(numbers.Length);
        numbers.CopyTo(guarded);
        NumberSummary.Of(guarded, true, level);
        Span<ulong> matches = stackalloc ulong[(numbers.Length / 64) + 1];
        Selection.Match(guarded, new Interval(0, 1, false), matches, level);
    }
}
