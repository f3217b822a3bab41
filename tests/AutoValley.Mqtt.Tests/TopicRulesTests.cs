using AutoValley.Testing;

namespace AutoValley.Mqtt.Tests;

public sealed class TopicRulesTests
{
    [Theory]
    [Conformance("MQTT-4.7.2-1")]
    // Examples of the specification, section 4.7.
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1", true)]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1/ranking", true)]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon", true)]
    [InlineData("sport/#", "sport", true)]
    [InlineData("#", "a/b", true)]
    [InlineData("sport/tennis/+", "sport/tennis/player1", true)]
    [InlineData("sport/tennis/+", "sport/tennis/player1/ranking", false)]
    [InlineData("sport/+", "sport", false)]
    [InlineData("sport/+", "sport/", true)]
    [InlineData("+/+", "/finance", true)]
    [InlineData("/+", "/finance", true)]
    [InlineData("+", "/finance", false)]
    [InlineData("#", "$SYS/x", false)]
    [InlineData("+/monitor/Clients", "$SYS/monitor/Clients", false)]
    [InlineData("$SYS/#", "$SYS/x", true)]
    [InlineData("$SYS/monitor/+", "$SYS/monitor/Clients", true)]
    [InlineData("a/b", "a/b", true)]
    [InlineData("a/b", "a/bc", false)]
    [InlineData("a/bc", "a/b", false)]
    [InlineData("A", "a", false)]
    [InlineData("+/#", "a", true)]
    [InlineData("a/+/#", "a", false)]
    public void Matches_SpecifiedExamples_Agree(string filter, string topic, bool expected) =>
        Assert.Equal(expected, TopicRules.Matches(filter, topic));

    [Theory]
    [Conformance("MQTT-4.7.1-1", "MQTT-4.7.1-2", "MQTT-4.7.3-1", "MQTT-4.7.3-2")]
    [InlineData("#", true)]
    [InlineData("a/#", true)]
    [InlineData("a#", false)]
    [InlineData("a/#/b", false)]
    [InlineData("+", true)]
    [InlineData("+/a/#", true)]
    [InlineData("a+", false)]
    [InlineData("+a", false)]
    [InlineData("a/+b/c", false)]
    [InlineData("", false)]
    [InlineData("a\0b", false)]
    [InlineData("/", true)]
    public void IsFilter_Cases_Agree(string filter, bool expected) => Assert.Equal(expected, TopicRules.IsFilter(filter));

    [Theory]
    [Conformance("MQTT-4.7.0-1", "MQTT-4.7.3-1", "MQTT-4.7.3-2")]
    [InlineData("a/b c", true)]
    [InlineData("", false)]
    [InlineData("a/+", false)]
    [InlineData("#", false)]
    [InlineData("a\0", false)]
    public void IsName_Cases_Agree(string topic, bool expected) => Assert.Equal(expected, TopicRules.IsName(topic));

    [Fact]
    [Conformance("MQTT-4.7.3-3")]
    public void IsName_MoreThan65535Bytes_IsNone()
    {
        Assert.True(TopicRules.IsName(new string('ä', 32_767)));
        Assert.False(TopicRules.IsName(new string('ä', 32_768)));
    }

    [Fact]
    public void Matches_RandomTopics_AgreesWithLevelByLevel()
    {
        var random = new Random(7);
        for (var round = 0; round < 20_000; round++)
        {
            var filter = string.Join('/', Enumerable.Range(0, random.Next(1, 5)).Select(_ => "ab+"[random.Next(3)].ToString()));
            if (random.Next(3) == 0)
                filter += "/#";
            var topic = string.Join('/', Enumerable.Range(0, random.Next(1, 6)).Select(_ => "ab"[random.Next(2)].ToString()));
            Assert.Equal(LevelByLevel(filter.Split('/'), topic.Split('/')), TopicRules.Matches(filter, topic));
        }
    }

    private static bool LevelByLevel(string[] filter, string[] topic)
    {
        for (var i = 0; i < filter.Length; i++)
        {
            if (filter[i] == "#")
                return true;
            if (i >= topic.Length || (filter[i] != "+" && filter[i] != topic[i]))
                return false;
        }
        return filter.Length == topic.Length;
    }
}
