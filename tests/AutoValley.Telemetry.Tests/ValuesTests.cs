namespace AutoValley.Telemetry.Tests;

public sealed class ValuesTests
{
    [Fact]
    public void Construct_SamplesOfUnequalColumns_Throws() =>
        Assert.Throws<ArgumentException>(() => new Samples(new long[] { 1, 2 }, Values.Of(new[] { 1.0 })));

    [Fact]
    public void Slice_OfSamples_CutsBothColumns()
    {
        var slice = new Samples(new long[] { 1, 2, 3, 4 }, Values.Of(new[] { "a", "b", "c", "d" })).Slice(1, 2);
        Assert.Equal([2L, 3], slice.Times.ToArray());
        Assert.Equal(["b", "c"], ((Values<string>)slice.Values).Items.ToArray());
    }

    [Fact]
    public void At_EachType_GivesTheValue()
    {
        Assert.Equal(SampleValue.Of(2.5), SampleValue.At(Values.Of(new[] { 1.5, 2.5 }), 1));
        Assert.Equal(SampleValue.Of(-7), SampleValue.At(Values.Of(new[] { -7L }), 0));
        Assert.Equal(SampleValue.Of(true), SampleValue.At(Values.Of(new[] { true }), 0));
        Assert.Equal(SampleValue.Of("P"), SampleValue.At(Values.Of(new[] { "P" }), 0));
    }

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(1e300, "1E+300")]
    public void ToString_OfADouble_RoundTrips(double value, string text) => Assert.Equal(text, SampleValue.Of(value).ToString());

    [Fact]
    public void ToString_OfTheOtherTypes_IsPlain()
    {
        Assert.Equal("true", SampleValue.Of(true).ToString());
        Assert.Equal("-5", SampleValue.Of(-5).ToString());
        Assert.Equal("x", SampleValue.Of("x").ToString());
    }
}
