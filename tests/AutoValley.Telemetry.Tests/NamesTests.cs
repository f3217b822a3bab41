namespace AutoValley.Telemetry.Tests;

public sealed class NamesTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("Vehicle.Speed_2-x")]
    [InlineData("0123456789")]
    public void IsName_OfTheAlphabet_IsTrue(string name) => Assert.True(Names.IsName(name, 20));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("a+")]
    [InlineData("#")]
    [InlineData("ä")]
    [InlineData("a\n")]
    [InlineData("a\0")]
    public void IsName_WithAnythingElse_IsFalse(string name) => Assert.False(Names.IsName(name, 20));

    [Fact]
    public void IsName_AtTheLimit_IsTrueAndBeyondItFalse()
    {
        Assert.True(Names.IsName("abc", 3));
        Assert.False(Names.IsName("abcd", 3));
        Assert.True(SignalDefinition.IsName(new string('a', 256)));
        Assert.False(SignalDefinition.IsName(new string('a', 257)));
    }
}
