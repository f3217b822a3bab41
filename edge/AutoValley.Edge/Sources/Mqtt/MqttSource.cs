using AutoValley.Mqtt;
using Microsoft.Extensions.Logging;

namespace AutoValley.Edge.Sources.Mqtt;

/// <summary>
/// Topics of other devices at a broker. A run is one connection. A publish of QoS 1 is acknowledged when its samples are in the agent's open batch, so with
/// a client id, for which the broker keeps the session, a lost connection or a new start loses nothing; without one the interruption is counted.
/// </summary>
internal sealed class MqttSource : ISampleSource
{
    private static readonly TimeSpan FarewellLimit = TimeSpan.FromSeconds(2);

    private readonly MqttSourceOptions options;
    private readonly TimeProvider clock;
    private volatile MqttClient? current;

    /// <param name="options">Where, and what.</param>
    /// <param name="clock">Gives the time of values that say none.</param>
    /// <param name="loggers">The first of each fault is logged.</param>
    public MqttSource(MqttSourceOptions options, TimeProvider clock, ILoggerFactory loggers)
    {
        (this.options, this.clock) = (options, clock);
        Statistics = new MqttStatistics(Name, loggers.CreateLogger<MqttSource>());
    }

    /// <inheritdoc/>
    public string Name => $"mqtt {options.Client.Host}:{options.Client.Port}";

    /// <summary>What became of the publishes.</summary>
    public MqttStatistics Statistics { get; }

    /// <inheritdoc/>
    public IReadOnlyList<SourceCount> Counts => Statistics.Counts(current?.DroppedPublishes ?? 0);

    /// <inheritdoc/>
    public string? LastFault => Statistics.Faults.Last;

    /// <inheritdoc/>
    public async Task RunAsync(ISampleSink sink, CancellationToken cancellation)
    {
        var reader = new MqttTopicReader(options, Statistics, sink, clock);
        var order = new OneAfterTheOther(reader.TakeAsync);
        try
        {
            await using var client = await MqttClient.ConnectAsync(options.Client with { Handler = order.TakeAsync }, clock, cancellation);
            Statistics.Connected(client.SessionPresent && options.Topics.All(topic => topic.Qos != QualityOfService.AtMostOnce));
            current = client;
            reader.Order = (topic, payload) => _ = OrderAsync(client, topic, payload);
            try
            {
                foreach (var topic in options.Topics)
                    await SubscribeAsync(client, topic, cancellation);
                await client.Closed.WaitAsync(cancellation);
            }
            finally
            {
                await LeaveAsync(client);
                current = null;
                Statistics.Dropped(client.DroppedPublishes);
            }
        }
        catch (MqttException failure)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new SourceException($"{Name}: {failure.Message}", failure);
        }
        throw new SourceException($"{Name}: the broker closed the connection");
    }

    private async Task SubscribeAsync(MqttClient client, MqttTopicOptions topic, CancellationToken cancellation)
    {
        try
        {
            await client.SubscribeAsync(new MqttSubscription(topic.Filter, topic.Qos), cancellation);
        }
        catch (MqttException refusal) when (!client.Closed.IsCompleted)
        {
            throw new SourceException($"{Name}: does not give '{topic.Filter}': {refusal.Message}; may this user read it?", refusal);
        }
    }

    // One that gets lost is given again with the next payload that lacks a birth.
    private static async Task OrderAsync(MqttClient client, string topic, byte[] payload)
    {
        try
        {
            await client.PublishAsync(new MqttPublish { Topic = topic, Payload = payload }, CancellationToken.None);
        }
        catch (MqttException)
        {
            // The connection ends by itself.
        }
    }

    private async Task LeaveAsync(MqttClient client)
    {
        using var limit = new CancellationTokenSource(FarewellLimit, clock);
        await client.DisconnectAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>The client hands publishes over without waiting for earlier ones; samples are written in their order.</summary>
    private sealed class OneAfterTheOther(Func<MqttPublish, CancellationToken, ValueTask> take)
    {
        private Task last = Task.CompletedTask;

        public ValueTask<MqttReasonCode> TakeAsync(MqttPublish publish, CancellationToken cancellation)
        {
            var taking = TakeAfterAsync(last, publish, cancellation);
            last = taking;
            return new ValueTask<MqttReasonCode>(taking);
        }

        private async Task<MqttReasonCode> TakeAfterAsync(Task before, MqttPublish publish, CancellationToken cancellation)
        {
            await before;
            await take(publish, cancellation);
            return MqttReasonCode.Success;
        }
    }
}
