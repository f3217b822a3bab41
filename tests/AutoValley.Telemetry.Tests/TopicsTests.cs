namespace AutoValley.Telemetry.Tests;

public sealed class TopicsTests
{
    private static readonly VehicleName Vehicle = new("acme", "rav4");

    [Theory]
    [InlineData(TopicKind.Telemetry, "av/v1/acme/rav4/telemetry")]
    [InlineData(TopicKind.Catalog, "av/v1/acme/rav4/catalog")]
    [InlineData(TopicKind.Status, "av/v1/acme/rav4/status")]
    [InlineData(TopicKind.Json, "av/v1/acme/rav4/json")]
    [InlineData(TopicKind.Run, "av/v1/acme/rav4/run")]
    [InlineData(TopicKind.Ack, "av/v1/acme/rav4/ack")]
    [InlineData(TopicKind.Command, "av/v1/acme/rav4/command")]
    [InlineData(TopicKind.Answer, "av/v1/acme/rav4/answer")]
    public void Of_EachKind_IsParsedBack(TopicKind kind, string topic)
    {
        Assert.Equal(topic, Topics.Of(Vehicle, kind));
        Assert.True(Topics.TryParse(topic, out var vehicle, out var parsed));
        Assert.Equal((Vehicle, kind), (vehicle, parsed));
    }

    [Theory]
    [InlineData("")]
    [InlineData("av/v1/")]
    [InlineData("av/v1/acme")]
    [InlineData("av/v1/telemetry")]
    [InlineData("av/v1/acme/telemetry")]
    [InlineData("av/v1/acme/rav4/")]
    [InlineData("av/v1/acme/rav4/Telemetry")]
    [InlineData("av/v1/acme/rav4/other")]
    [InlineData("av/v1/acme/rav4/x/telemetry")]
    [InlineData("av/v1/acme/ra v4/telemetry")]
    [InlineData("av/v1//rav4/telemetry")]
    [InlineData("av/v2/acme/rav4/telemetry")]
    [InlineData("/av/v1/acme/rav4/telemetry")]
    [InlineData("$SYS/broker")]
    public void TryParse_NoTopicOfTheHouse_IsFalse(string topic) => Assert.False(Topics.TryParse(topic, out _, out _));
}
