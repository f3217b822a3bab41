using AutoValley.Mqtt.Server.Routing;
using AutoValley.Testing;

namespace AutoValley.Mqtt.Server.Tests.Routing;

public sealed class SharedFilterTests
{
    [Theory]
    [Conformance("MQTT-4.8.2-1", "MQTT-4.8.2-2")]
    [InlineData("$share/g/a/#", "g", "a/#")]
    [InlineData("$share/g//", "g", "/")]
    [InlineData("$share/a b/+", "a b", "+")]
    [InlineData("a/#", null, "a/#")]
    [InlineData("$shared/g/a", null, "$shared/g/a")]
    [InlineData("$share", null, "$share")]
    public void TryParse_Filter_TakesItApart(string filter, string? group, string topics)
    {
        Assert.True(SharedFilter.TryParse(filter, out var parsed));
        Assert.Equal((group, topics), (parsed.Group, parsed.Topics));
    }

    [Theory]
    [Conformance("MQTT-4.8.2-1", "MQTT-4.8.2-2")]
    [InlineData("$share/")]
    [InlineData("$share//a")]
    [InlineData("$share/g")]
    [InlineData("$share/g/")]
    [InlineData("$share/g+/a")]
    [InlineData("$share/#/a")]
    [InlineData("$share/g/a#")]
    public void TryParse_NoFilter_IsFalse(string filter) => Assert.False(SharedFilter.TryParse(filter, out _));
}
