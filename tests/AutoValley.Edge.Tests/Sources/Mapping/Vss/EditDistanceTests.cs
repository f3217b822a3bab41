using AutoValley.Edge.Sources.Mapping.Vss;

namespace AutoValley.Edge.Tests.Sources.Mapping.Vss;

public sealed class EditDistanceTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("flaw", "lawn", 2)]
    [InlineData("Speed", "SPEED", 0)]
    public void Between_TwoWords_CountsLetters(string first, string second, int distance) =>
        Assert.Equal((distance, distance), (EditDistance.Between(first, second), EditDistance.Between(second, first)));

    [Fact]
    public void Nearest_NothingNear_IsNone() => Assert.Null(EditDistance.Nearest("km", ["celsius", "percent"]));

    [Fact]
    public void Nearest_Several_IsTheNearest() => Assert.Equal("celsius", EditDistance.Nearest("Celcius", ["fahrenheit", "celsius", "cels"]));
}
