using AutoValley.Telemetry.Columns;
using AutoValley.Telemetry.Columns.Kernels;
using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Tests.Columns.Kernels;

public sealed class IndexOfTimesTests
{
    [Fact]
    public void IndexOfTimes_EveryAscendingShape_GivesTheFirstAtOrAfter()
    {
        var random = new Random(17);
        foreach (var length in Shapes.Lengths)
        {
            foreach (var (name, times) in Ascending(length))
            {
                var sought = Sought(times, random);
                var expected = Array.ConvertAll(sought, time => times.TakeWhile(one => one < time).Count());
                foreach (var level in Enum.GetValues<SimdLevel>())
                {
                    var indices = new int[sought.Length];
                    TimeSearch.Find(Column.EncodeTimes(times), length, sought, indices, level);
                    Assert.True(expected.SequenceEqual(indices), $"{name}, {length} times");
                }
            }
        }
    }

    [Fact]
    public void IndexOfTimes_EvenTimes_ReadsNoFields()
    {
        var times = Enumerable.Range(0, 1_000_000).Select(index => index * 10_000_000L).ToArray();
        var indices = new int[3];
        ColumnKernels.IndexOfTimes(Column.EncodeTimes(times), times.Length, [-5, 9_999_999_999, long.MaxValue], indices);
        Assert.Equal([0, 1000, 1_000_000], indices);
    }

    [Fact]
    public void IndexOfTimes_TheSameTimeOnBothSidesOfABorder_GivesTheFirst()
    {
        var (random, time) = (new Random(37), 0L);
        var times = Enumerable.Range(0, 3000).Select(index => time += index == ColumnFormat.VectorLength ? 0 : random.Next(1, 1000)).ToArray();
        var indices = new int[1];
        ColumnKernels.IndexOfTimes(Column.EncodeTimes(times), 3000, [times[ColumnFormat.VectorLength]], indices);
        Assert.Equal(ColumnFormat.VectorLength - 1, indices[0]);
    }

    [Fact]
    public void IndexOfTimes_NotAscending_StaysWithinTheColumn()
    {
        foreach (var (_, times) in Shapes.Times(5000, 3))
        {
            var indices = new int[3];
            ColumnKernels.IndexOfTimes(Column.EncodeTimes(times), 5000, [long.MinValue, times[700], long.MaxValue], indices);
            Assert.All(indices, index => Assert.InRange(index, 0, 5000));
        }
    }

    [Fact]
    public void IndexOfTimes_WrongArguments_AreRefused()
    {
        var column = Column.EncodeTimes([1, 2, 3]);
        Assert.Throws<ArgumentException>(() => ColumnKernels.IndexOfTimes(column, 3, [1, 2], new int[1]));
        Assert.Throws<ArgumentException>(() => ColumnKernels.IndexOfTimes(column, 3, [2, 1], new int[2]));
        Assert.Throws<ColumnFormatException>(() => ColumnKernels.IndexOfTimes(column, 2, [1], new int[1]));
        Assert.Throws<ColumnFormatException>(() => ColumnKernels.IndexOfTimes(Column.Encode(Values.Of(new long[] { 1 })), 2, [1], new int[1]));
    }

    private static IEnumerable<(string Name, long[] Times)> Ascending(int length)
    {
        foreach (var (name, times) in Shapes.Times(length, 2))
            yield return (name, [.. times.Order()]);
        yield return ("one time", new long[length]);
        yield return ("to the end of time", [.. Enumerable.Range(0, length).Select(index => long.MaxValue - ((length - 1 - index) * 1_000_000_000_000L))]);
        yield return ("packed", [.. Enumerable.Range(0, length).Select(index => index / 700 * 1_000L).Order()]);
    }

    private static long[] Sought(long[] times, Random random)
    {
        var sought = new List<long> { long.MinValue, 0, long.MaxValue };
        for (var index = 0; index < 30 && times.Length > 0; index++)
        {
            // Those at the borders of vectors, and others.
            var time = times[index < 5 ? Math.Min(index * ColumnFormat.VectorLength, times.Length - 1) : random.Next(times.Length)];
            sought.AddRange([time, time == long.MinValue ? time : time - 1, time == long.MaxValue ? time : time + 1]);
        }
        return [.. sought.Order()];
    }
}
