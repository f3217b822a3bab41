using System.Diagnostics;
using System.Text;
using AutoValley.Testing;

namespace AutoValley.Mqtt.Tests.Peers;

/// <summary>This client against Debian's RabbitMQ 3.10, which speaks MQTT 3.1.1 up to QoS 1 over TCP and WebSocket.</summary>
public sealed class RabbitMqTests
{
    private const string Program = "/usr/lib/rabbitmq/bin/rabbitmq-server";
    private const string PortMapper = "/usr/bin/epmd";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [ToolFact(Program, PortMapper)]
    public async Task Publish_OverTcpAndWebSocket_Arrives()
    {
        var (tcp, web, mapper) = (ForeignProcess.FreePort(), ForeignProcess.FreePort(), ForeignProcess.FreePort());
        try
        {
            await using var server = await StartAsync(tcp, web, mapper);
            var options = MqttClientOptions.FromUri($"mqtt://guest:guest@127.0.0.1:{tcp}") with { ProtocolVersion = MqttProtocolVersion.V311, ConnectTimeout = Patience };
            await using var subscriber = await MqttClient.ConnectAsync(options, TimeProvider.System, default);
            await subscriber.SubscribeAsync("a/+/c", QualityOfService.AtLeastOnce, default);
            var overWeb = MqttClientOptions.FromUri($"ws://guest:guest@127.0.0.1:{web}/ws") with { ProtocolVersion = MqttProtocolVersion.V311, ConnectTimeout = Patience };
            await using var publisher = await MqttClient.ConnectAsync(overWeb, TimeProvider.System, default);
            var publishes = Enumerable.Range(0, 200).Select(i => publisher.PublishAsync(Large(i), default).AsTask());
            await Task.WhenAll(publishes).WaitAsync(Patience);
            for (var i = 0; i < 200; i++)
            {
                var received = await subscriber.Received.ReadAsync().AsTask().WaitAsync(Patience);
                Assert.Equal(Large(i).Payload.ToArray(), received.Payload.ToArray());
            }
            await publisher.DisconnectAsync(default);
            var refused = await Assert.ThrowsAsync<MqttException>(
                () => MqttClient.ConnectAsync(options with { Password = "wrong"u8.ToArray() }, TimeProvider.System, default));
            Assert.Contains("check user name, password", refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            // The node's port mapper outlives the node.
            using var end = Process.Start(new ProcessStartInfo(PortMapper, ["-port", $"{mapper}", "-kill"]) { RedirectStandardOutput = true })!;
            await end.WaitForExitAsync();
        }
    }

    private static async Task<ForeignProcess> StartAsync(int tcp, int web, int mapper)
    {
        var folder = Directory.CreateTempSubdirectory("autovalley-rabbitmq-");
        string In(string name) => Path.Combine(folder.FullName, name);
        await File.WriteAllTextAsync(In("enabled_plugins"), "[rabbitmq_mqtt,rabbitmq_web_mqtt].\n");
        await File.WriteAllLinesAsync(
            In("rabbitmq.conf"),
            [$"listeners.tcp.1 = 127.0.0.1:{ForeignProcess.FreePort()}", $"mqtt.listeners.tcp.1 = 127.0.0.1:{tcp}", "web_mqtt.tcp.ip = 127.0.0.1", $"web_mqtt.tcp.port = {web}"]);
        // All of its own: node name, ports, folders, and the cookie, which lies in HOME.
        var variables = new Dictionary<string, string>
        {
            ["HOME"] = folder.FullName, ["ERL_EPMD_PORT"] = $"{mapper}", ["ERL_EPMD_ADDRESS"] = "127.0.0.1", ["RABBITMQ_NODENAME"] = $"autovalley{tcp}@localhost",
            ["RABBITMQ_DIST_PORT"] = $"{ForeignProcess.FreePort()}", ["RABBITMQ_MNESIA_BASE"] = In("mnesia"), ["RABBITMQ_LOG_BASE"] = In("log"), ["RABBITMQ_LOGS"] = "-",
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = In("enabled_plugins"), ["RABBITMQ_CONFIG_FILE"] = In("rabbitmq.conf"), ["RABBITMQ_PID_FILE"] = In("pid"),
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
        };
        return await ForeignProcess.StartAsync(Program, folder, "completed with", [], variables);
    }

    private static MqttPublish Large(int number) =>
        new() { Topic = "a/b/c", Payload = Encoding.UTF8.GetBytes(new string((char)('a' + number % 26), 1 + number * 50)), Qos = QualityOfService.AtLeastOnce };
}
