using System.Text;
using AutoValley.Mqtt.Server.Tests.Support;
using AutoValley.Testing;

namespace AutoValley.Mqtt.Server.Tests;

public sealed class MqttServerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [Conformance("MQTT-4.2-1", "MQTT-4.6.0-4", "MQTT-4.6.0-5", "MQTT-4.6.0-6")]
    [InlineData(MqttProtocolVersion.V311, QualityOfService.AtMostOnce)]
    [InlineData(MqttProtocolVersion.V311, QualityOfService.AtLeastOnce)]
    [InlineData(MqttProtocolVersion.V311, QualityOfService.ExactlyOnce)]
    [InlineData(MqttProtocolVersion.V500, QualityOfService.AtMostOnce)]
    [InlineData(MqttProtocolVersion.V500, QualityOfService.AtLeastOnce)]
    [InlineData(MqttProtocolVersion.V500, QualityOfService.ExactlyOnce)]
    public async Task PublishAsync_ToSubscriber_ArrivesInOrder(MqttProtocolVersion version, QualityOfService qos)
    {
        const int Count = 500;
        await using var endpoint = await TestEndpoint.StartAsync();
        var options = endpoint.ClientOptions with { ProtocolVersion = version };
        await using var subscriber = await MqttClient.ConnectAsync(options, TimeProvider.System, default);
        await subscriber.SubscribeAsync("a/+/c", qos, default);
        await using var publisher = await MqttClient.ConnectAsync(options, TimeProvider.System, default);

        var publishes = Enumerable.Range(0, Count)
            .Select(i => publisher.PublishAsync(new MqttPublish { Topic = "a/b/c", Payload = Encoding.UTF8.GetBytes($"{i}"), Qos = qos }, default).AsTask());
        var answers = await Task.WhenAll(publishes).WaitAsync(Patience);

        Assert.All(answers, answer => Assert.Equal(MqttReasonCode.Success, answer));
        for (var i = 0; i < Count; i++)
        {
            var received = await subscriber.Received.ReadAsync().AsTask().WaitAsync(Patience);
            Assert.Equal($"{i}", Encoding.UTF8.GetString(received.Payload.Span));
            Assert.Equal(qos, received.Qos);
        }
        await publisher.DisconnectAsync(default);
        await publisher.Closed.WaitAsync(Patience);
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V500)]
    public async Task UnsubscribeAsync_OneOfTwoFilters_OnlyTheOtherArrives(MqttProtocolVersion version)
    {
        await using var endpoint = await TestEndpoint.StartAsync();
        var options = endpoint.ClientOptions with { ProtocolVersion = version };
        await using var client = await MqttClient.ConnectAsync(options, TimeProvider.System, default);
        await client.SubscribeAsync("gone", QualityOfService.AtLeastOnce, default);
        await client.SubscribeAsync("kept", QualityOfService.AtLeastOnce, default);
        await client.UnsubscribeAsync("gone", default).WaitAsync(Patience);

        foreach (var topic in new[] { "gone", "kept" })
            await client.PublishAsync(new MqttPublish { Topic = topic, Qos = QualityOfService.AtLeastOnce }, default).AsTask().WaitAsync(Patience);
        var received = await client.Received.ReadAsync().AsTask().WaitAsync(Patience);
        Assert.Equal("kept", received.Topic);
    }
}
