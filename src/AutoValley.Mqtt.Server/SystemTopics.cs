using System.Globalization;
using System.Text;

namespace AutoValley.Mqtt.Server;

/// <summary>
/// The server's own figures as retained publishes below <c>$SYS/broker/</c>, under the names that Mosquitto made customary (MQTT 5.0 section 4.7.2 leaves the
/// tree to the server). Published at each <see cref="MqttServerOptions.SystemInterval"/>; only what changed.
/// </summary>
internal sealed class SystemTopics : IDisposable
{
    /// <summary>What clients may read and not write.</summary>
    public const string Prefix = "$SYS/";

    private readonly MqttServer server;
    private readonly DateTimeOffset started;
    private readonly Dictionary<string, string> told = new(StringComparer.Ordinal);
    private readonly Lock sync = new();
    private readonly ITimer timer;

    public SystemTopics(MqttServer server)
    {
        this.server = server;
        started = server.Clock.GetUtcNow();
        timer = server.Clock.CreateTimer(_ => Tell(), null, TimeSpan.Zero, server.Options.SystemInterval);
    }

    public void Dispose() => timer.Dispose();

    private void Tell()
    {
        // A slow turn is not overtaken by the next.
        if (!sync.TryEnter())
            return;
        try
        {
            foreach (var (name, value) in Figures())
                Tell($"{Prefix}broker/{name}", value);
        }
        finally
        {
            sync.Exit();
        }
    }

    private void Tell(string topic, string value)
    {
        if (told.TryGetValue(topic, out var last) && last == value)
            return;
        told[topic] = value;
        var publish = new MqttPublish { Topic = topic, Payload = Encoding.UTF8.GetBytes(value), Retain = true };
        if (server.Retained.HasRoomFor(publish))
            server.Publish(publish);
    }

    private IEnumerable<(string Name, string Value)> Figures()
    {
        var statistics = server.Statistics;
        yield return ("version", $"AutoValley {typeof(MqttServer).Assembly.GetName().Version?.ToString(3)}");
        yield return ("uptime", $"{Number((long)(server.Clock.GetUtcNow() - started).TotalSeconds)} seconds");
        yield return ("clients/connected", Number(server.Sessions.ConnectedCount));
        yield return ("clients/total", Number(server.SessionCount));
        yield return ("messages/received", Number(statistics.PublishesReceived));
        yield return ("messages/sent", Number(statistics.PublishesSent));
        yield return ("publish/messages/dropped", Number(statistics.DroppedQueueFull + statistics.DroppedExpired + statistics.DroppedTooLarge));
        yield return ("publish/bytes/received", Number(statistics.PayloadBytesReceived));
        yield return ("retained messages/count", Number(server.RetainedCount));
        yield return ("subscriptions/count", Number(server.Sessions.SubscriptionCount));
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
