using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Sessions;

namespace AutoValley.Mqtt.Client;

/// <summary>
/// What the subscriptions bring over one connection: to the application's handler, or into the channel that it reads, and acknowledged in order as either has it,
/// many in one write. Reading goes on meanwhile, because acknowledgements and signs of life come the same way: QoS 1 and 2 are bounded by the receive
/// maximum, QoS 0 beyond is dropped and counted.
/// </summary>
internal sealed class IncomingPublishes(ClientConnection connection, SessionState session, MqttClientOptions options)
{
    private readonly AliasTable aliases = new(options.ProtocolVersion == MqttProtocolVersion.V500 ? options.TopicAliasMaximum : 0);
    private readonly Queue<Pending> pending = new();
    private readonly AsyncSignal lighter = new();
    private readonly Func<MqttPublish, CancellationToken, ValueTask<MqttReasonCode>> handler = options.Handler ?? session.ReceiveAsync;
    private long bytes;
    private volatile bool blocked;
    private volatile bool stopped;

    // Needs no disposing: it has neither timer nor parent.
    private CancellationTokenSource Stopping { get; } = new();

    /// <summary>Whether nothing is read until the application goes on.</summary>
    public bool IsBlocked => blocked;

    /// <summary>Takes one; not completed while the application has more bytes than it may, or a 3.1.1 server sends without end.</summary>
    public ValueTask TakeAsync(in PublishPacket packet)
    {
        var publish = aliases.Resolve(packet);
        var entry = new Pending(publish, packet.PacketId);
        bool isNew, isFull;
        lock (session.Sync)
        {
            isNew = session.Receiving.Accept(publish.Qos, packet.PacketId);
            isFull = bytes + publish.Payload.Length > options.MaximumReceivedBytes || pending.Count > options.ReceiveMaximum;
            if (isFull && publish.Qos == QualityOfService.AtMostOnce)
            {
                session.CountDropped();
                return default;
            }
            pending.Enqueue(entry);
            bytes += publish.Payload.Length;
        }
        entry.Handled = HandleAsync(entry, isNew);
        return isFull && MustWait() ? WaitForHandlersAsync() : default;
    }

    /// <summary>The connection ends: nothing more is taken, and handlers are told.</summary>
    public void Stop()
    {
        if (stopped)
            return;
        stopped = true;
        lighter.Set();
        Stopping.Cancel();
    }

    /// <summary>Waits for the handlers. A QoS 2 publish that was not handled is taken anew when the server sends it again, one that was is not.</summary>
    public async Task EndAsync()
    {
        Stop();
        Pending[] left;
        lock (session.Sync)
            left = [.. pending];
        await Task.WhenAll(left.Select(entry => entry.Handled)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (session.Sync)
        {
            foreach (var entry in pending.Where(entry => entry.Publish.Qos == QualityOfService.ExactlyOnce))
                session.Receiving.Answer(new AckPacket(PacketType.PubRec, entry.PacketId, entry.Reason ?? MqttReasonCode.UnspecifiedError));
            pending.Clear();
        }
    }

    private async Task HandleAsync(Pending entry, bool isNew)
    {
        try
        {
            var reason = isNew ? await handler(entry.Publish, Stopping.Token) : MqttReasonCode.Success;
            // Kept before PUBREC goes: from then on it does not come again, nor is it to be taken again.
            if (entry.Publish.Qos == QualityOfService.ExactlyOnce && !reason.IsFailure())
                await session.KeepTakenAsync(entry.PacketId);
            entry.Reason = reason;
        }
        catch (OperationCanceledException) when (stopped)
        {
            return;
        }
        catch (Exception e)
        {
            // Not acknowledged, and the connection ends with it: the server sends it again on the next one.
            connection.Fail(new MqttException(MqttReasonCode.ImplementationSpecificError, $"a publish to {entry.Publish.Topic} could not be handled: {e.Message}", e));
            return;
        }
        AnswerDone();
    }

    private void AnswerDone()
    {
        lock (session.Sync)
        {
            while (!stopped && pending.TryPeek(out var entry) && entry.Reason is { } reason)
            {
                pending.Dequeue();
                bytes -= entry.Publish.Payload.Length;
                Answer(entry, reason);
            }
        }
        connection.Outbox.Wake();
        lighter.Set();
    }

    private void Answer(Pending entry, MqttReasonCode reason)
    {
        if (entry.Publish.Qos == QualityOfService.AtMostOnce)
            return;
        var ack = new AckPacket(entry.Publish.Qos == QualityOfService.AtLeastOnce ? PacketType.PubAck : PacketType.PubRec, entry.PacketId, reason);
        session.Receiving.Answer(ack);
        connection.Outbox.Add(ack);
    }

    // MQTT 5 keeps the server within the receive maximum; 3.1.1 knows none.
    private bool MustWait()
    {
        lock (session.Sync)
        {
            return bytes > options.MaximumReceivedBytes
                || (options.ProtocolVersion == MqttProtocolVersion.V311 && pending.Count > options.ReceiveMaximum);
        }
    }

    private async ValueTask WaitForHandlersAsync()
    {
        blocked = true;
        while (!stopped && MustWait())
            await lighter.WaitAsync();
        // What the server answered meanwhile was not read: its silence counts from now.
        connection.OnRead();
        blocked = false;
    }

    private sealed class Pending(MqttPublish publish, ushort packetId)
    {
        public MqttPublish Publish => publish;

        public ushort PacketId => packetId;

        /// <summary>The handler's answer; null while it is not done, and when it failed.</summary>
        public MqttReasonCode? Reason { get; set; }

        public Task Handled { get; set; } = Task.CompletedTask;
    }
}
