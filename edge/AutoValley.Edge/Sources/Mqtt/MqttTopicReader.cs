using AutoValley.Edge.Sources.Json;
using AutoValley.Edge.Sources.Mqtt.Sparkplug;
using AutoValley.Mqtt;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Json;

namespace AutoValley.Edge.Sources.Mqtt;

/// <summary>Publishes into samples, one after the other. Never throws for what a publish holds.</summary>
internal sealed class MqttTopicReader(MqttSourceOptions options, MqttStatistics statistics, ISampleSink sink, TimeProvider clock)
{
    private readonly Dictionary<string, Entry> topics = new(StringComparer.Ordinal);
    private readonly JsonSampleReader json = new();
    private readonly JsonGroups groups = new(sink);
    private readonly SparkplugReader sparkplug = new(statistics, clock);
    private readonly SampleValue[] one = new SampleValue[1];

    /// <summary>Publishes an order: topic and payload; null as long as nobody can.</summary>
    public Action<string, byte[]>? Order { get; set; }

    /// <summary>Takes one.</summary>
    public async ValueTask TakeAsync(MqttPublish publish, CancellationToken cancellation)
    {
        if (EntryOf(publish.Topic) is not { } topic)
            return;
        try
        {
            var isTaken = topic.Options switch
            {
                { IsSparkplug: true } => await TakeSparkplugAsync(topic, publish, cancellation),
                { Signal: null } => await TakeJsonAsync(topic, publish, cancellation),
                _ => await TakeValueAsync(topic, publish, cancellation),
            };
            if (isTaken)
                statistics.Took(publish.Duplicate);
        }
        catch (ArgumentException unusable)
        {
            statistics.Faults.Add(MqttFault.Signal, $"{publish.Topic}: {unusable.Message}");
        }
    }

    private async ValueTask<bool> TakeValueAsync(Entry topic, MqttPublish publish, CancellationToken cancellation)
    {
        if (publish.Retain && !topic.Options.TakesRetained)
            return Refuse(MqttFault.Retained, $"{publish.Topic}: a retained value may be old");
        if (!MqttPayload.TryRead(publish.Payload.Span, topic.Options.Type, out one[0]))
            return Refuse(MqttFault.Payload, $"{publish.Topic}: the payload of {publish.Payload.Length} bytes is no {topic.Options.Type.ToString().ToLowerInvariant()}");
        topic.Group ??= sink.Declare([new SignalSpec(topic.Name, topic.Options.Type, topic.Options.Unit)]);
        await sink.WriteAsync(topic.Group, UnixTime.Now(clock), one, cancellation);
        return true;
    }

    private async ValueTask<bool> TakeJsonAsync(Entry topic, MqttPublish publish, CancellationToken cancellation)
    {
        var now = UnixTime.Now(clock);
        if (publish.Payload.Length > JsonLines.MaximumLineBytes)
            return Refuse(MqttFault.Payload, $"{publish.Topic}: longer than {JsonLines.MaximumLineBytes} bytes");
        if (!json.TryRead(publish.Payload.Span, now, out var samples, out var error))
            return Refuse(MqttFault.Payload, $"{publish.Topic}: {error}");
        // What says no time has that of receipt.
        if (publish.Retain && !topic.Options.TakesRetained && samples.Any(sample => sample.Time == now))
            return Refuse(MqttFault.Retained, $"{publish.Topic}: a retained value without \"ts\" may be old");
        if (topic.Name.Length > 0)
            samples = [.. samples.Select(sample => sample with { Signal = topic.Name + sample.Signal })];
        await groups.WriteAsync(samples, cancellation);
        return true;
    }

    private async ValueTask<bool> TakeSparkplugAsync(Entry topic, MqttPublish publish, CancellationToken cancellation)
    {
        var samples = sparkplug.Read(publish.Topic, publish.Payload, topic.Options.Prefix is null ? null : topic.Name, out var rebirthTopic, out var command);
        if (rebirthTopic is not null && topic.Options.AsksForRebirth)
            Order?.Invoke(rebirthTopic, command);
        if (samples.FirstOrDefault(sample => !SignalDefinition.IsName(sample.Signal)) is { Signal: { } wrong })
            return Refuse(MqttFault.Topic, $"{publish.Topic}: '{wrong}' is no signal name");
        await groups.WriteAsync(samples, cancellation);
        return samples.Count > 0;
    }

    private bool Refuse(MqttFault fault, string detail)
    {
        statistics.Faults.Add(fault, detail);
        return false;
    }

    private Entry? EntryOf(string topic)
    {
        if (topics.TryGetValue(topic, out var known))
            return known;
        if (options.Topics.FirstOrDefault(one => TopicRules.Matches(one.Filter, topic)) is not { } fits)
        {
            statistics.Faults.Add(MqttFault.Topic, $"{topic}: no filter fits it");
            return null;
        }
        var name = new TopicPattern(fits.Filter, fits.Signal ?? fits.Prefix ?? "").NameOf(topic);
        if (name.Length > 0 && !SignalDefinition.IsName(name))
            statistics.Faults.Add(MqttFault.Topic, $"{topic}: '{name}' is no signal name");
        else if (topics.Count >= MqttSourceOptions.MaximumTopics)
            statistics.Faults.Add(MqttFault.Signal, $"{topic}: more than {MqttSourceOptions.MaximumTopics} topics");
        else
            return topics[topic] = new Entry(fits, name);
        return null;
    }

    private sealed class Entry(MqttTopicOptions options, string name)
    {
        public MqttTopicOptions Options => options;

        public string Name => name;

        public SignalGroup? Group { get; set; }
    }
}
