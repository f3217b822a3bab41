namespace AutoValley.Telemetry.Tests.Columns;

/// <summary>Ceilings on bytes: what made the encodings worth having must not get lost.</summary>
public sealed class ColumnSizeTests
{
    [Fact]
    public void Encode_RegularTimes_TakesAFewBytes()
    {
        Assert.InRange(Column.RoundTripTimes(Shape(Shapes.Times(10, 1), "regular")), 1, 17);
        Assert.InRange(Column.RoundTripTimes(Shape(Shapes.Times(1024, 1), "regular")), 1, 18);
        Assert.InRange(Column.RoundTripTimes(Shape(Shapes.Times(5000, 1), "regular")), 1, 80);
    }

    [Fact]
    public void Encode_AGap_CostsAFewBytes() => Assert.InRange(Column.RoundTripTimes(Shape(Shapes.Times(1023, 1), "gaps")), 1, 50);

    [Fact]
    public void Encode_MicrosecondsInNanoseconds_SpendsNoBitsOnTheLowDigits() =>
        Assert.InRange(Column.RoundTripTimes(Shape(Shapes.Times(1024, 1), "microsecond jitter")), 1, 1024 * 9 / 8 + 40);

    [Theory]
    [InlineData(21.5, 7)]
    [InlineData(0.0, 6)]
    [InlineData(-7.25, 7)]
    public void Encode_TenEqualDoubles_HasTinyOverhead(double value, int ceiling) =>
        Assert.InRange(Column.RoundTrip(Enumerable.Repeat(value, 10).ToArray()), 1, ceiling);

    [Fact]
    public void Encode_TenEqualIntegersOrBooleans_HasTinyOverhead()
    {
        Assert.InRange(Column.RoundTrip(Enumerable.Repeat(3L, 10).ToArray()), 1, 4);
        Assert.InRange(Column.RoundTrip(Enumerable.Repeat(true, 10).ToArray()), 1, 3);
    }

    [Fact]
    public void Encode_OneText_HasTinyOverhead() => Assert.InRange(Column.RoundTrip(["PARK"]), 1, 4 + 6);

    [Theory]
    [InlineData("two decimals", 15.2)]
    [InlineData("walk of hundredths", 4.5)]
    [InlineData("scaled raw", 16.5)]
    [InlineData("scaled and shifted raw", 21.0)]
    [InlineData("single precision", 27.5)]
    [InlineData("decimals with gaps", 16.0)]
    [InlineData("steps", 0.5)]
    [InlineData("any bits", 64.1)]
    public void Encode_Doubles_KeepsToTheBitsOfTheirShape(string shape, double bitsAValue)
    {
        var values = Shape(Shapes.Doubles(5000, 3), shape);
        Assert.InRange(Column.RoundTrip(values) * 8.0 / values.Length, 0, bitsAValue);
    }

    [Theory]
    [InlineData("ascending", 0.2)]
    [InlineData("rolling counter", 0.3)]
    [InlineData("multiples", 7.3)]
    [InlineData("squares", 0.2)]
    [InlineData("outliers", 6.0)]
    public void Encode_Integers_KeepsToTheBitsOfTheirShape(string shape, double bitsAValue)
    {
        var values = Shape(Shapes.Integers(5000, 3), shape);
        Assert.InRange(Column.RoundTrip(values) * 8.0 / values.Length, 0, bitsAValue);
    }

    [Fact]
    public void Encode_FewDistinctTexts_TakesTheBitsOfAnIndex() =>
        Assert.InRange(Column.RoundTrip(Shape(Shapes.Texts(5000, 3), "states")), 1, (5000 * 2 / 8) + 60);

    [Fact]
    public void Encode_SampleWithFewerDecimals_KeepsThePairOfTheRest()
    {
        var random = new Random(4);
        var values = Enumerable.Range(0, 2048).Select(index => index >= 1024 && index % 32 == 0 ? 0.0 : random.Next(1000) / 1000.0).ToArray();
        // Not exact any more: another pair is sought, in a sample of zeros.
        values[1500] = double.NaN;
        Assert.InRange(Column.RoundTrip(values) * 8.0 / values.Length, 0, 12.0);
    }

    private static T Shape<T>(IEnumerable<(string Name, T Values)> shapes, string name) => shapes.Single(shape => shape.Name == name).Values;
}
