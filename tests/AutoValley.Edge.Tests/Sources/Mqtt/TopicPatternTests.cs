using AutoValley.Edge.Sources.Mqtt;

namespace AutoValley.Edge.Tests.Sources.Mqtt;

public sealed class TopicPatternTests
{
    [Theory]
    [InlineData("sensors/+/temperature", "Private.Sensor.{1}.Temperature", "sensors/7/temperature", "Private.Sensor.7.Temperature")]
    [InlineData("+/+/t", "P.{2}.{1}", "a/b/t", "P.b.a")]
    [InlineData("site/#", "P.{1}", "site/a/b c/d", "P.a.b_c.d")]
    [InlineData("site/#", "P.{1}x", "site", "P.x")]
    [InlineData("+/t", "P.{1}.{1}", "ü{2}/t", "P.__2_.__2_")]
    [InlineData("a/t", "P.X", "a/t", "P.X")]
    public void NameOf_TopicThatFits_TakesTheWildcards(string filter, string pattern, string topic, string expected)
    {
        Assert.Null(TopicPattern.ErrorOf(filter, pattern));
        Assert.Equal(expected, new TopicPattern(filter, pattern).NameOf(topic));
    }

    [Theory]
    [InlineData("a/+", "P.{2}", "has 1 wildcards")]
    [InlineData("a/+", "P.{0}", "are written {1}")]
    [InlineData("a/+", "P.{x}", "are written {1}")]
    [InlineData("a/+", "P.{1", "are written {1}")]
    [InlineData("a/+", "P {1}", "not 1 to 256 of")]
    [InlineData("a/+", "P.1}", "not 1 to 256 of")]
    public void ErrorOf_PatternThatIsNone_SaysWhy(string filter, string pattern, string reason) =>
        Assert.Contains(reason, TopicPattern.ErrorOf(filter, pattern), StringComparison.Ordinal);
}
