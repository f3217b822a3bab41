using AutoValley.Storage.Reading;

namespace AutoValley.Storage.Tests.Reading;

public sealed class ReductionStretchesTests
{
    [Fact]
    public void Join_Neighbours_KeepsThePeaksOfBothAndTheirEnds()
    {
        var low = new SampleStretch(0, 9, 5, -7, 1, 0, 1);
        var high = new SampleStretch(10, 19, 6, 2, 8, 3, 4);
        Assert.Equal(new SampleStretch(0, 19, 11, -7, 8, 0, 4), ReductionStretches.Join(low, high));
        Assert.Equal(
            new SampleStretch(0, 19, 11, -7, 8, 3, 1),
            ReductionStretches.Join(high with { First = 0, Last = 9 }, low with { First = 10, Last = 19 }));
    }

    [Fact]
    public void Join_StretchOfNaNAlone_AddsItsTimeAndCount()
    {
        var numbers = new SampleStretch(0, 9, 5, -7, 1, 0, 1);
        var none = new SampleStretch(10, 19, 6, double.NaN, double.NaN, double.NaN, double.NaN);
        Assert.Equal(numbers with { Last = 19, Count = 11 }, ReductionStretches.Join(numbers, none));
        Assert.Equal(
            numbers with { First = -10, Count = 11 }, ReductionStretches.Join(none with { First = -10, Last = -1 }, numbers));
    }

    [Fact]
    public void Add_MoreThanTheMaximum_MakesNeighboursOneAndHidesNoPeak()
    {
        var stretches = new ReductionStretches();
        for (var index = 0L; index <= ReductionStretches.Maximum; index++)
            stretches.Add(new SampleStretch(index * 10, (index * 10) + 9, 2, -index, index, index, -index));
        Assert.Equal((ReductionStretches.Maximum / 2) + 1, stretches.All.Count);
        Assert.Equal(2L * (ReductionStretches.Maximum + 1), stretches.SampleCount);
        Assert.Equal(stretches.SampleCount, stretches.All.Sum(stretch => stretch.Count));
        Assert.Equal(new SampleStretch(20, 39, 4, -3, 3, 2, -3), stretches.All[1]);
    }

    [Fact]
    public void AddToBucket_SameBucket_MakesThemOne()
    {
        var stretches = new ReductionStretches();
        foreach (var time in new[] { 100L, 109, 110, 119, 125 })
            stretches.AddToBucket(new SampleStretch(time, time, 1, time, time, time, time), origin: 100, width: 10);
        Assert.Equal(
            [new SampleStretch(100, 109, 2, 100, 109, 100, 109), new(110, 119, 2, 110, 119, 110, 119), new(125, 125, 1, 125, 125, 125, 125)],
            stretches.All);
        Assert.Equal(5, stretches.SampleCount);
    }
}
