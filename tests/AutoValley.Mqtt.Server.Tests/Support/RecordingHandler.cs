using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;

namespace AutoValley.Mqtt.Server.Tests.Support;

/// <summary>An application that writes down what it hears; its answers can be held back.</summary>
internal sealed class RecordingHandler : IMqttHandler
{
    private readonly Channel<string> calls = Channel.CreateUnbounded<string>();

    /// <summary>Answers to publishes by topic; else Success at once.</summary>
    public ConcurrentDictionary<string, Func<MqttPublish, ValueTask<MqttReasonCode>>> Answers { get; } = new();

    public MqttReasonCode ConnectAnswer { get; set; }

    /// <summary>Its Response Information, before the client id.</summary>
    public string? ResponseInformation { get; set; }

    /// <summary>Its words beside a failure.</summary>
    public string? Explanation { get; set; }

    public Func<string, bool> Subscribable { get; set; } = _ => true;

    /// <summary>The next call, as a line.</summary>
    public async Task<string> NextAsync() => await calls.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Calls that nobody has asked for.</summary>
    public int Waiting => calls.Reader.Count;

    public ValueTask<MqttReasonCode> ConnectAsync(MqttConnectInfo info, CancellationToken cancellation)
    {
        calls.Writer.TryWrite($"connect {info.ClientId}");
        return new(ConnectAnswer);
    }

    public ValueTask<MqttReasonCode> PublishAsync(MqttSessionInfo client, MqttPublish publish, CancellationToken cancellation)
    {
        calls.Writer.TryWrite($"publish {client.ClientId} {publish.Topic} {Encoding.UTF8.GetString(publish.Payload.Span)}");
        return Answers.TryGetValue(publish.Topic, out var answer) ? answer(publish) : new(MqttReasonCode.Success);
    }

    string? IMqttHandler.ResponseInformation(MqttSessionInfo client) => ResponseInformation is { } prefix ? prefix + client.ClientId : null;

    string? IMqttHandler.Explain(MqttSessionInfo client, string topic, MqttReasonCode reason) => Explanation;

    public bool MaySubscribe(MqttSessionInfo client, string filter) => Subscribable(filter);

    public ValueTask DisconnectedAsync(MqttSessionInfo client, MqttReasonCode reason, CancellationToken cancellation)
    {
        calls.Writer.TryWrite($"disconnected {client.ClientId} {reason}");
        return default;
    }
}
