using System.Threading.Channels;
using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Sessions;

namespace AutoValley.Mqtt.Client;

/// <summary>
/// What the subscriptions bring over one connection: into the channel, and acknowledged when it is in there; or to the application's handler, and
/// acknowledged in order as the handler gets done, many in one write.
/// </summary>
internal sealed class IncomingPublishes(ClientConnection connection, SessionState session, MqttClientOptions options)
{
    private readonly AliasTable aliases = new(options.ProtocolVersion == MqttProtocolVersion.V500 ? options.TopicAliasMaximum : 0);
    private readonly Queue<Pending> pending = new();
    private readonly AsyncSignal lighter = new();
    private long bytes;
    private volatile bool blocked;
    private volatile bool stopped;

    // Needs no disposing: it has neither timer nor parent.
    private CancellationTokenSource Stopping { get; } = new();

    /// <summary>Whether it waits for the application.</summary>
    public bool IsBlocked => blocked;

    /// <summary>Takes one; not completed while the application has enough.</summary>
    public ValueTask TakeAsync(in PublishPacket packet)
    {
        var publish = aliases.Resolve(packet);
        bool isNew;
        lock (session.Sync)
            isNew = session.Receiving.Accept(publish.Qos, packet.PacketId);
        if (options.Handler is { } handler)
            return HandAsync(handler, new Pending(publish, packet.PacketId), isNew);
        if (isNew && !session.Received.Writer.TryWrite(publish))
            return WaitForReaderAsync(publish, packet.PacketId);
        Answer(new Pending(publish, packet.PacketId));
        return default;
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

    private ValueTask HandAsync(Func<MqttPublish, CancellationToken, ValueTask<MqttReasonCode>> handler, Pending entry, bool isNew)
    {
        bool isFull;
        lock (session.Sync)
        {
            pending.Enqueue(entry);
            bytes += entry.Publish.Payload.Length;
            isFull = IsFull;
        }
        entry.Handled = HandleAsync(isNew ? handler : static (_, _) => new(MqttReasonCode.Success), entry);
        return isFull ? WaitForHandlersAsync() : default;
    }

    private async Task HandleAsync(Func<MqttPublish, CancellationToken, ValueTask<MqttReasonCode>> handler, Pending entry)
    {
        try
        {
            entry.Reason = await handler(entry.Publish, Stopping.Token);
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
            while (!stopped && pending.TryPeek(out var entry) && entry.Reason is not null)
            {
                pending.Dequeue();
                bytes -= entry.Publish.Payload.Length;
                Answer(entry);
            }
        }
        connection.Outbox.Wake();
        lighter.Set();
    }

    private void Answer(Pending entry)
    {
        if (entry.Publish.Qos == QualityOfService.AtMostOnce)
            return;
        var type = entry.Publish.Qos == QualityOfService.AtLeastOnce ? PacketType.PubAck : PacketType.PubRec;
        var ack = new AckPacket(type, entry.PacketId, entry.Reason ?? MqttReasonCode.Success);
        lock (session.Sync)
        {
            session.Receiving.Answer(ack);
            connection.Outbox.Add(ack);
        }
    }

    private bool IsFull => pending.Count > options.ReceiveMaximum || bytes > options.MaximumReceivedBytes;

    private async ValueTask WaitForHandlersAsync()
    {
        blocked = true;
        while (!stopped && IsFullNow())
            await lighter.WaitAsync();
        Unblock();
    }

    private bool IsFullNow()
    {
        lock (session.Sync)
            return IsFull;
    }

    private async ValueTask WaitForReaderAsync(MqttPublish publish, ushort packetId)
    {
        connection.Outbox.Wake();
        blocked = true;
        try
        {
            await session.Received.Writer.WriteAsync(publish, Stopping.Token);
            Answer(new Pending(publish, packetId));
        }
        catch (Exception e) when (e is ChannelClosedException or OperationCanceledException)
        {
            // The connection ends: not taken, not acknowledged.
            lock (session.Sync)
                session.Receiving.Answer(new AckPacket(PacketType.PubRec, packetId, MqttReasonCode.UnspecifiedError));
        }
        finally
        {
            Unblock();
        }
    }

    // What the server answered meanwhile was not read: its silence counts from now.
    private void Unblock()
    {
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
