using AutoValley.Telemetry.Columns;

namespace AutoValley.Telemetry.Tests.Columns;

/// <summary>Signals as control units send them: raw × scale + offset.</summary>
public sealed class LinearFormTests
{
    // A column of 1,024 doubles has a head and two bytes of count before its vector.
    private const int FirstVector = 3;
    private const int Linear = 12;

    [Theory]
    [InlineData(0.01, -67.67, 65536)]
    [InlineData(0.03589, -18.375, 1024)]
    [InlineData(0.244, -125, 1024)]
    [InlineData(0.0573, 0, 4096)]
    [InlineData(0.00013, -4.1, 65536)]
    [InlineData(0.625, -1000.3, 2000)]
    public void Encode_ScaledAndShiftedRaw_NeedsNoCorrections(double scale, double offset, int raws)
    {
        var random = new Random(raws);
        var values = Enumerable.Range(0, 1024).Select(_ => (random.Next(raws) * scale) + offset).ToArray();
        Assert.Equal(Linear, Column.Encode(Values.Of(values), ColumnEffort.Smallest)[FirstVector]);
        Assert.NotEqual(Linear, Column.Encode(Values.Of(values))[FirstVector]);
        Assert.InRange(Column.RoundTrip(values, ColumnEffort.Smallest), 0, (1024 * Math.Log2(raws) / 8) + 40);
    }

    [Fact]
    public void Encode_ScaledRawOfEvenIntegers_NeedsNoCorrections()
    {
        var random = new Random(2);
        var values = Enumerable.Range(0, 1024).Select(_ => (2 * random.Next(30000) * 0.01) - 67.67).ToArray();
        Assert.Equal(Linear, Column.Encode(Values.Of(values), ColumnEffort.Smallest)[FirstVector]);
        Column.RoundTrip(values);
    }

    [Fact]
    public void Encode_FormThatHoldsForTheFirstVectorAlone_IsSoughtAgain()
    {
        var random = new Random(3);
        var values = Enumerable.Range(0, 5 * 1024).Select(index => (random.Next(index < 1024 ? 40 : 65536) * 0.01) - 67.67).ToArray();
        Assert.InRange(Column.RoundTrip(values, ColumnEffort.Smallest) / (5.0 * 1024), 0, 2.05);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.0)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e300)]
    public void Encode_ScaledRawAndAnotherValue_GivesEveryBitBack(double other)
    {
        var random = new Random(4);
        var values = Enumerable.Range(0, 3000).Select(index => index % 700 == 13 ? other : (random.Next(65536) * 0.01) - 67.67).ToArray();
        Column.RoundTrip(values);
    }

    [Fact]
    public void Encode_RoundingThatNoFormHas_GivesEveryBitBack()
    {
        var random = new Random(5);
        var values = Enumerable.Range(0, 5000).Select(_ => BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(random.Next(65536) / 100.0) + random.Next(3))).ToArray();
        Column.RoundTrip(values);
    }
}
