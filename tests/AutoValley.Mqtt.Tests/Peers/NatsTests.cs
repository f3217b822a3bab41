using System.Text;
using AutoValley.Testing;

namespace AutoValley.Mqtt.Tests.Peers;

/// <summary>This client against Debian's nats-server 2.9, which speaks MQTT 3.1.1 up to QoS 1.</summary>
public sealed class NatsTests
{
    private const string Program = "/usr/sbin/nats-server";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [ToolFact(Program)]
    public async Task Session_OverTwoConnections_KeepsItsSubscription()
    {
        var port = ForeignProcess.FreePort();
        await using var server = await StartAsync(port);
        var options = Options(port) with { ClientId = "kept", CleanStart = false };
        var clock = TimeProvider.System;
        await using (var first = await MqttClient.ConnectAsync(options, clock, default))
        {
            await first.SubscribeAsync("s/#", QualityOfService.AtLeastOnce, default);
            await first.DisconnectAsync(default);
        }
        await using (var other = await MqttClient.ConnectAsync(Options(port), clock, default))
        {
            for (var i = 0; i < 50; i++)
                await other.PublishAsync(Text("s/a/b", $"{i}", i % 2 == 0 ? QualityOfService.AtLeastOnce : QualityOfService.AtMostOnce), default);
            await other.DisconnectAsync(default);
        }
        await using var second = await MqttClient.ConnectAsync(options, clock, default);
        Assert.True(second.SessionPresent);
        // QoS 1 alone is kept for those who are away.
        for (var i = 0; i < 50; i += 2)
            Assert.Equal($"{i}", Encoding.UTF8.GetString((await second.Received.ReadAsync().AsTask().WaitAsync(Patience)).Payload.Span));
    }

    [ToolFact(Program)]
    public async Task ConnectAsync_Mqtt5_SaysThatTheServerDoesNotKnowIt()
    {
        var port = ForeignProcess.FreePort();
        await using var server = await StartAsync(port);
        var error = await Assert.ThrowsAsync<MqttException>(
            () => MqttClient.ConnectAsync(Options(port) with { ProtocolVersion = MqttProtocolVersion.V500 }, TimeProvider.System, default));
        Assert.Contains("3.1.1", error.Message, StringComparison.Ordinal);
    }

    private static async Task<ForeignProcess> StartAsync(int port)
    {
        var folder = Directory.CreateTempSubdirectory("autovalley-nats-");
        var configuration = Path.Combine(folder.FullName, "nats.conf");
        await File.WriteAllTextAsync(
            configuration,
            $"listen: 127.0.0.1:{ForeignProcess.FreePort()}\nserver_name: test\njetstream {{ store_dir: \"{folder.FullName}/js\" }}\nmqtt {{ listen: \"127.0.0.1:{port}\" }}\n");
        return await ForeignProcess.StartAsync(Program, folder, "Server is ready", ["-c", configuration]);
    }

    private static MqttClientOptions Options(int port) => new() { Port = port, ProtocolVersion = MqttProtocolVersion.V311, ConnectTimeout = Patience, AnswerTimeout = Patience };

    private static MqttPublish Text(string topic, string text, QualityOfService qos) => new() { Topic = topic, Payload = Encoding.UTF8.GetBytes(text), Qos = qos };
}
