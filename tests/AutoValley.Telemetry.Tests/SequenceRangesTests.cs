namespace AutoValley.Telemetry.Tests;

public sealed class SequenceRangesTests
{
    [Theory]
    [InlineData(1UL, 1UL)]
    [InlineData(2UL, 6UL)]
    [InlineData(5UL, 6UL)]
    [InlineData(6UL, 6UL)]
    [InlineData(8UL, 9UL)]
    [InlineData(20UL, 20UL)]
    public void FirstMissing_FromANumber_IsTheNextInNoRange(ulong from, ulong expected)
    {
        var ranges = new SequenceRanges();
        ranges.Add(new SequenceRange(2, 5));
        ranges.Add(8);
        Assert.Equal(expected, ranges.FirstMissing(from));
    }

    [Fact]
    public void Add_InAnyOrder_AgreesWithASet()
    {
        var random = new Random(42);
        for (var round = 0; round < 300; round++)
        {
            var (ranges, model) = (new SequenceRanges(), new HashSet<ulong>());
            for (var step = 0; step < 60; step++)
            {
                var first = (ulong)random.Next(0, 120);
                if (random.Next(3) == 0)
                {
                    var last = first + (ulong)random.Next(0, 15);
                    ranges.Add(new SequenceRange(first, last));
                    for (var sequence = first; sequence <= last; sequence++)
                        model.Add(sequence);
                }
                else
                    Assert.Equal(model.Add(first), ranges.Add(first));
            }
            AssertSame(model, ranges);
        }
    }

    [Fact]
    public void Add_WhatTouches_Merges()
    {
        var ranges = new SequenceRanges { new SequenceRange(1, 17), new SequenceRange(19, 20) };
        Assert.Equal("1-17 19-20", ranges.ToString());
        Assert.True(ranges.Add(18));
        Assert.Equal([new SequenceRange(1, 20)], ranges);
    }

    [Fact]
    public void Add_AtTheEndsOfTheNumbers_DoesNotWrap()
    {
        var ranges = new SequenceRanges { ulong.MaxValue, 0UL };
        Assert.Equal([new SequenceRange(0, 0), new SequenceRange(ulong.MaxValue, ulong.MaxValue)], ranges);
        ranges.Add(new SequenceRange(1, ulong.MaxValue - 1));
        Assert.Equal([new SequenceRange(0, ulong.MaxValue)], ranges);
        Assert.Equal(ulong.MaxValue, ranges.Highest);
    }

    [Fact]
    public void Contains_Range_IsWithinOneRange()
    {
        var ranges = new SequenceRanges { new SequenceRange(1, 3), new SequenceRange(5, 9) };
        Assert.True(ranges.Contains(new SequenceRange(1, 3)));
        Assert.True(ranges.Contains(new SequenceRange(6, 9)));
        Assert.False(ranges.Contains(new SequenceRange(3, 5)));
        Assert.False(ranges.Contains(new SequenceRange(4, 6)));
        Assert.False(ranges.Contains(new SequenceRange(9, 10)));
        Assert.False(ranges.Contains(new SequenceRange(10, 11)));
    }

    [Fact]
    public void Add_EmptyRange_Throws() => Assert.Throws<ArgumentException>(() => new SequenceRanges().Add(new SequenceRange(5, 4)));

    [Fact]
    public void Empty_HasNothing()
    {
        var ranges = new SequenceRanges();
        Assert.Equal((0, 0UL, 0UL, false), (ranges.Count, ranges.Total, ranges.Highest, ranges.Contains(1)));
    }

    private static void AssertSame(HashSet<ulong> model, SequenceRanges ranges)
    {
        Assert.Equal((ulong)model.Count, ranges.Total);
        Assert.Equal(model.Max(), ranges.Highest);
        for (ulong sequence = 0; sequence < 150; sequence++)
            Assert.Equal(model.Contains(sequence), ranges.Contains(sequence));
        // Ascending, disjoint, and merged: at least one number lies between two ranges.
        for (var index = 1; index < ranges.Count; index++)
            Assert.True(ranges[index].First > ranges[index - 1].Last + 1);
    }
}
