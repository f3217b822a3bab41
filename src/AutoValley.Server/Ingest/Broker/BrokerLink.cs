using AutoValley.Mqtt;
using AutoValley.Server.Ordering;
using AutoValley.Storage;
using AutoValley.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AutoValley.Server.Ingest.Broker;

/// <summary>
/// The server as a client of a foreign broker: takes in what vehicles publish there, and acknowledges it when the journal has it, in order; watermarks go
/// back the same way. A broker that is away costs nothing but time, as vehicles keep what no watermark covers.
/// </summary>
internal sealed class BrokerLink(
    BrokerOptions options, MqttIngestHandler ingest, PeerWatermarks peers, KeptCommands commands, TimeProvider clock, ILogger<BrokerLink> log) : BackgroundService
{
    /// <summary>Watermarks on their way to the broker; one more is left out.</summary>
    public const int MaximumUntold = 1_024;

    private readonly string address = options.Client is { } client ? $"{client.Host}:{client.Port}" : "";
    private volatile MqttClientSession? session;
    private volatile bool isSubscribed;
    private int untold;

    /// <summary>What went over it.</summary>
    public BrokerCounters Counters { get; } = new();

    /// <summary>How it stands; null when the server stands behind no broker.</summary>
    public BrokerStatus? Status => session?.Status is { } status
        ? new BrokerStatus(address, status.IsConnected && isSubscribed, status.LastError?.Message, status.Connections)
        : null;

    /// <summary>
    /// Publishes a watermark if the broker is there, without waiting for it: a slow broker holds up no vehicle of the own endpoint. One that does not go
    /// is told again when its vehicle sends the batch again.
    /// </summary>
    public void Tell(MqttPublish watermark)
    {
        if (session is not { Status.IsConnected: true } connected)
            return;
        if (Interlocked.Increment(ref untold) > MaximumUntold)
        {
            Interlocked.Decrement(ref untold);
            Counters.CountLost();
            return;
        }
        // Its failure is logged.
        _ = TellAsync(connected, watermark);
    }

    /// <summary>Publishes a command; done when the broker has it, or at once where there is none.</summary>
    /// <exception cref="IOException">The broker is away, or does not take it.</exception>
    public async Task PublishAsync(MqttPublish command, CancellationToken cancellation)
    {
        if (options.Client is null)
            return;
        if (session is not { Status.IsConnected: true } connected)
            throw new IOException($"the broker {address} is away");
        await connected.PublishAsync(command, cancellation);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Client is not { } client)
            return;
        if (client.ProtocolVersion == MqttProtocolVersion.V311)
            log.BrokerUnshared(address);
        var link = MqttClientSession.Start(client with { Handler = TakeAsync }, new MqttSessionOptions { Changed = Log }, clock);
        session = link;
        try
        {
            foreach (var subscription in BrokerFilters.Of(client.ProtocolVersion, options.Group))
                await SubscribeAsync(link, subscription, stoppingToken);
            // Before that a publish would go past it.
            isSubscribed = true;
            await Task.Delay(Timeout.Infinite, stoppingToken);
        }
        catch (OperationCanceledException)
        {
            await link.StopAsync(null, CancellationToken.None);
        }
    }

    // A right that is missing may be given later: the log says what is wrong meanwhile.
    private async Task SubscribeAsync(MqttClientSession link, MqttSubscription subscription, CancellationToken cancellation)
    {
        var backOff = new BackOff(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), Random.Shared.NextDouble);
        while (true)
        {
            try
            {
                await link.SubscribeAsync(subscription, cancellation);
                return;
            }
            catch (MqttException refusal)
            {
                var wait = backOff.Next();
                log.BrokerRefusesSubscription(address, subscription.Filter, refusal.Message, wait);
                await Task.Delay(wait, clock, cancellation);
            }
        }
    }

    private async ValueTask<MqttReasonCode> TakeAsync(MqttPublish publish, CancellationToken cancellation)
    {
        try
        {
            var reason = MqttReasonCode.Success;
            if (Topics.TryParse(publish.Topic, out var vehicle, out var kind) && kind == TopicKind.Ack)
                peers.Take(vehicle, publish.Payload.Span);
            else if (kind == TopicKind.Command)
                await commands.TakeAsync(vehicle, publish.Payload);
            else
                reason = await ingest.AcceptAsync(publish, cancellation);
            Counters.CountTaken();
            return reason;
        }
        catch (StoreUnavailableException error)
        {
            // Not acknowledged: the broker gives it to another server, or to this one again.
            Counters.CountNotStored();
            log.BrokerPublishNotStored(publish.Topic, error.Message);
            throw;
        }
    }

    private async Task TellAsync(MqttClientSession connected, MqttPublish watermark)
    {
        try
        {
            await connected.PublishAsync(watermark, CancellationToken.None);
            Counters.CountTold();
        }
        catch (MqttException error)
        {
            Counters.CountLost();
            log.BrokerWatermarkLost(address, watermark.Topic, error.Message);
        }
        finally
        {
            Interlocked.Decrement(ref untold);
        }
    }

    private void Log(MqttSessionStatus status)
    {
        if (status.IsConnected)
            log.BrokerConnected(address, status.Connections);
        else if (status.NextRetry is { } wait)
            log.BrokerLost(address, status.LastError?.Message ?? "the connection ended", wait);
    }
}
