using System.Buffers;
using System.IO.Pipelines;
using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Sessions;

namespace AutoValley.Mqtt.Client;

/// <summary>
/// The machinery of one client connection: a loop that reads, a loop that writes, a keep-alive timer. It ends once, with one cause; the session
/// is told, and may go on over another connection.
/// </summary>
internal sealed class ClientConnection : IPublishFormat<PublishRequest>
{
    private readonly MqttClientOptions options;
    private readonly TimeProvider clock;
    private readonly IDuplexPipe transport;
    private readonly SessionState session;
    private readonly ClientReceiver receiver;
    private readonly KeepAliveTimer keepAlive;
    private readonly TopicAliases aliases;
    private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? failure;
    private bool leaving;
    private bool aborted;

    public ClientConnection(IDuplexPipe transport, MqttClientOptions options, Granted granted, SessionState session, TimeProvider clock)
    {
        (this.options, this.clock, this.transport, this.session, Granted) = (options, clock, transport, session, granted);
        aliases = new TopicAliases(Math.Min(granted.TopicAliasMaximum, options.MaximumUsedAliases));
        keepAlive = new KeepAliveTimer(this, options, granted.KeepAlive, clock);
        Outbox = new Outbox<PublishRequest>(session.Sync, session.Sending, this, options.ProtocolVersion) { Written = keepAlive.OnWritten };
        Requests = new ClientRequests(this, session, options, clock);
        receiver = new ClientReceiver(this, session, options);
    }

    public Granted Granted { get; }

    public Outbox<PublishRequest> Outbox { get; }

    public ClientRequests Requests { get; }

    /// <summary>Called when it ended, before <see cref="Closed"/> completes.</summary>
    public Action<Exception?, MqttException>? Ended { get; init; }

    public Task Closed => closed.Task;

    /// <summary>Whether it ended, or is about to.</summary>
    public bool HasFailed => failure is not null || leaving || Closed.IsCompleted;

    /// <summary>Why the server said that it ends the connection; null when it did not say.</summary>
    public MqttException? Dismissal { get; private set; }

    /// <summary>Whether nothing is read because the application does not take what came.</summary>
    public bool IsBlocked => receiver.Publishes.IsBlocked;

    /// <summary>A sign of life of the server, or the end of a time without reading.</summary>
    public void OnRead() => keepAlive.OnReceived();

    /// <summary>Starts the loops.</summary>
    public void Start()
    {
        foreach (var id in session.Begin(Granted, Outbox.Wake))
            Outbox.Add(new AckPacket(PacketType.PubRel, id, MqttReasonCode.Success));
        var reading = ReadAsync();
        var writing = Outbox.RunAsync(transport.Output);
        Outbox.Wake();
        keepAlive.Start();
        // Its end is told by Closed.
        _ = RunAsync(reading, writing);
    }

    /// <summary>Ends the connection with this cause, after a DISCONNECT that says it where the peer is to know.</summary>
    public void Fail(Exception cause, bool tellPeer = true)
    {
        lock (session.Sync)
        {
            if (aborted)
                return;
            failure ??= leaving ? null : cause;
        }
        var packet = tellPeer && cause is MqttException { Reason: var reason } && options.ProtocolVersion == MqttProtocolVersion.V500
            ? new DisconnectPacket(reason, Text: cause.Message)
            : null;
        Outbox.Complete(packet, drainWindow: false);
        receiver.Publishes.Stop();
        lock (session.Sync)
        {
            if (!aborted)
                transport.Input.CancelPendingRead();
        }
    }

    /// <summary>The server ended the connection with DISCONNECT.</summary>
    public void Dismiss(DisconnectPacket packet)
    {
        Dismissal = new MqttException(packet.Reason, $"the server disconnected: {packet.Reason} {packet.Text}".TrimEnd());
        Fail(Dismissal, tellPeer: false);
    }

    /// <summary>Says goodbye after what may be sent now.</summary>
    /// <param name="sessionExpiry">How long the server keeps the session from now on; null as was said in CONNECT.</param>
    public void Disconnect(TimeSpan? sessionExpiry = null)
    {
        lock (session.Sync)
            leaving = true;
        var seconds = sessionExpiry is { } life ? Handshake.Seconds(life) : (uint?)null;
        Outbox.Complete(new DisconnectPacket(MqttReasonCode.Success, seconds), drainWindow: true);
    }

    /// <summary>Says goodbye, and waits for the end.</summary>
    public async Task DisconnectAsync(TimeSpan? sessionExpiry, CancellationToken cancellation)
    {
        Disconnect(sessionExpiry);
        await Closed.WaitAsync(options.AnswerTimeout, clock, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!Closed.IsCompleted)
            Abort();
        await Task.WhenAny(Closed);
    }

    /// <summary>Closes the transport whatever is on its way.</summary>
    public void Abort()
    {
        lock (session.Sync)
        {
            if (aborted)
                return;
            aborted = true;
        }
        transport.Input.CancelPendingRead();
        transport.Output.CancelPendingFlush();
        (transport as IDisposable)?.Dispose();
    }

    bool IPublishFormat<PublishRequest>.Skip(PublishRequest item, bool isAgain)
    {
        if (!isAgain && item.ExpiresAt is { } end && clock.GetUtcNow() >= end)
            session.Fail(item, new MqttException(MqttReasonCode.UnspecifiedError, $"the publish to {item.Encoded.Publish.Topic} expired before it could be sent"));
        else if (Granted.Refusal(item.Encoded, options.ProtocolVersion) is { } refusal)
            session.Fail(item, refusal);
        else
            return false;
        return true;
    }

    void IPublishFormat<PublishRequest>.Write(IBufferWriter<byte> output, in Outgoing<PublishRequest> outgoing)
    {
        var publish = outgoing.Item.Encoded.Publish;
        var life = outgoing.Item.ExpiresAt is { } end ? end - clock.GetUtcNow() : publish.MessageExpiry;
        var header = new PublishHeader(
            outgoing.Qos, outgoing.PacketId, outgoing.Duplicate, publish.Retain, PublishProperties.ExpirySeconds(life), null, aliases.Of(publish.Topic));
        outgoing.Item.Encoded.Write(output, header, options.ProtocolVersion);
        if (outgoing.Qos == QualityOfService.AtMostOnce)
            session.Finish(outgoing.Item, MqttReasonCode.Success);
    }

    void IPublishFormat<PublishRequest>.Lose(in Outgoing<PublishRequest> outgoing)
    {
        if (outgoing.Qos == QualityOfService.AtMostOnce)
            session.Fail(outgoing.Item, Loss());
    }

    private async Task ReadAsync()
    {
        var input = transport.Input;
        while (true)
        {
            var result = await input.ReadAsync();
            if (result.IsCanceled)
                return;
            OnRead();
            var buffer = result.Buffer;
            while (FrameReader.TryRead(ref buffer, options.MaximumPacketBytes, out var frame))
                await receiver.TakeAsync(frame);
            await receiver.EndOfReadAsync();
            Outbox.Wake();
            input.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
                throw MqttException.Lost("the server closed the connection");
            await Outbox.WaitForRoomAsync();
        }
    }

    private async Task RunAsync(Task reading, Task writing)
    {
        // Whichever loop ends first ends the other one.
        await Task.WhenAny(reading, writing);
        if (reading.IsFaulted)
            Fail(Translate(reading.Exception.InnerException!), tellPeer: reading.Exception.InnerException is MqttException);
        else if (writing.IsFaulted)
            Fail(Translate(writing.Exception.InnerException!), tellPeer: false);
        Outbox.Complete(null, drainWindow: false);
        receiver.Publishes.Stop();
        // The last packet gets time to go; after a goodbye the server is the one that closes, lest a reset overtakes it.
        var last = leaving && !writing.IsFaulted ? Task.WhenAll(reading, writing) : writing;
        var grace = keepAlive.IsDead ? keepAlive.Farewell : options.AnswerTimeout;
        await last.WaitAsync(grace, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Abort();
        await Task.WhenAll(reading, writing).ContinueWith(static _ => { }, TaskScheduler.Default);
        await transport.Input.CompleteAsync();
        await transport.Output.CompleteAsync(failure is null ? null : new IOException(failure.Message));
        await receiver.Publishes.EndAsync();
        End();
    }

    private void End()
    {
        keepAlive.End();
        var loss = Loss();
        Requests.End(loss);
        Ended?.Invoke(failure, loss);
        if (failure is null)
            closed.SetResult();
        else
            closed.SetException(failure);
        _ = closed.Task.Exception;
    }

    private MqttException Loss() => failure is MqttException cause
        ? new MqttException(cause.Reason, $"the connection ended: {cause.Message}", cause)
        : MqttException.Lost("the connection ended", failure);

    private static MqttException Translate(Exception e) => e as MqttException ?? MqttException.Lost($"the connection failed: {e.Message}", e);
}
