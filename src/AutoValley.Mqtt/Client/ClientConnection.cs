using System.IO.Pipelines;
using System.Threading.Channels;
using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Sessions;

namespace AutoValley.Mqtt.Client;

/// <summary>
/// The machinery of one client connection: a loop that reads, a loop that writes, a keep-alive timer. It ends once, with one cause, and then
/// everything that waits for it fails with that cause.
/// </summary>
internal sealed class ClientConnection : IPublishFormat<PublishRequest>
{
    private readonly Lock sync = new();
    private readonly MqttClientOptions options;
    private readonly TimeProvider clock;
    private readonly IDuplexPipe transport;
    private readonly ClientReceiver receiver;
    private readonly ClientKeepAlive? keepAlive;
    private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITimer? timer;
    private Exception? failure;
    private bool leaving;
    private bool aborted;
    private bool ended;

    public ClientConnection(IDuplexPipe transport, MqttClientOptions options, Granted granted, TimeProvider clock)
    {
        (this.options, this.clock, this.transport, Granted) = (options, clock, transport, granted);
        Window = new SendWindow<PublishRequest>(options.MaximumPendingPublishes, long.MaxValue);
        Window.Resume(granted.ReceiveMaximum);
        Slots = new SemaphoreSlim(options.MaximumPendingPublishes);
        Outbox = new Outbox<PublishRequest>(sync, Window, this, options.ProtocolVersion) { Written = OnWritten };
        Received = Channel.CreateBounded<MqttPublish>(new BoundedChannelOptions(options.MaximumReceived) { SingleWriter = true });
        receiver = new ClientReceiver(this, options);
        if (granted.KeepAlive > TimeSpan.Zero)
            keepAlive = new ClientKeepAlive(granted.KeepAlive, options.AnswerTimeout, clock.GetUtcNow());
    }

    public Granted Granted { get; }

    public Outbox<PublishRequest> Outbox { get; }

    /// <summary>Guarded by <see cref="Locked{T}"/>.</summary>
    public SendWindow<PublishRequest> Window { get; }

    /// <summary>One a publish that is not done.</summary>
    public SemaphoreSlim Slots { get; }

    public Channel<MqttPublish> Received { get; }

    /// <summary>SUBSCRIBE and UNSUBSCRIBE that wait for their answer; guarded like the window.</summary>
    public Dictionary<ushort, TaskCompletionSource<SubAckPacket>> Requests { get; } = [];

    public Task Closed => closed.Task;

    /// <summary>Starts the loops.</summary>
    public void Start()
    {
        var reading = ReadAsync();
        var writing = Outbox.RunAsync(transport.Output);
        if (keepAlive is not null)
            timer = clock.CreateTimer(_ => CheckKeepAlive(), null, Granted.KeepAlive, Timeout.InfiniteTimeSpan);
        // Its end is told by Closed.
        _ = RunAsync(reading, writing);
    }

    /// <summary>Runs under the connection's lock, unless it ended.</summary>
    /// <exception cref="MqttException">It ended.</exception>
    public T Locked<T>(Func<SendWindow<PublishRequest>, T> action)
    {
        lock (sync)
        {
            if (ended)
                throw Loss();
            return action(Window);
        }
    }

    /// <summary>Ends the connection with this cause, after a DISCONNECT that says it where the peer is to know.</summary>
    public void Fail(Exception cause, bool tellPeer = true)
    {
        lock (sync)
        {
            if (aborted)
                return;
            failure ??= leaving ? null : cause;
        }
        var packet = tellPeer && cause is MqttException { Reason: var reason } && options.ProtocolVersion == MqttProtocolVersion.V500
            ? new DisconnectPacket(reason, Text: cause.Message)
            : null;
        Outbox.Complete(packet, drainWindow: false);
        Received.Writer.TryComplete(failure);
        lock (sync)
        {
            if (!aborted)
                transport.Input.CancelPendingRead();
        }
    }

    /// <summary>Says goodbye after what may be sent now.</summary>
    public void Disconnect()
    {
        lock (sync)
            leaving = true;
        Outbox.Complete(new DisconnectPacket(MqttReasonCode.Success), drainWindow: true);
    }

    /// <summary>Closes the transport whatever is on its way.</summary>
    public void Abort()
    {
        lock (sync)
        {
            if (aborted)
                return;
            aborted = true;
        }
        transport.Input.CancelPendingRead();
        transport.Output.CancelPendingFlush();
        (transport as IDisposable)?.Dispose();
    }

    bool IPublishFormat<PublishRequest>.Skip(PublishRequest item) => false;

    void IPublishFormat<PublishRequest>.Write(System.Buffers.IBufferWriter<byte> output, in Outgoing<PublishRequest> outgoing)
    {
        var publish = outgoing.Item.Encoded.Publish;
        var header = new PublishHeader(
            outgoing.Qos, outgoing.PacketId, outgoing.Duplicate, publish.Retain, PublishProperties.ExpirySeconds(publish.MessageExpiry), null);
        outgoing.Item.Encoded.Write(output, header, options.ProtocolVersion);
        if (outgoing.Qos == QualityOfService.AtMostOnce)
            Finish(outgoing.Item, MqttReasonCode.Success);
    }

    /// <summary>A publish is done.</summary>
    public void Finish(PublishRequest request, MqttReasonCode reason)
    {
        Slots.Release();
        request.Complete(reason);
    }

    private async Task ReadAsync()
    {
        var input = transport.Input;
        while (true)
        {
            var result = await input.ReadAsync();
            if (result.IsCanceled)
                return;
            OnReceived();
            var buffer = result.Buffer;
            while (FrameReader.TryRead(ref buffer, options.MaximumPacketBytes, out var frame))
                await receiver.TakeAsync(frame);
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
        Received.Writer.TryComplete(failure);
        // The last packet gets time to go; after a goodbye the server is the one that closes, lest a reset overtakes it.
        var last = leaving && !writing.IsFaulted ? Task.WhenAll(reading, writing) : writing;
        await Task.WhenAny(last, Task.Delay(options.AnswerTimeout, clock));
        Abort();
        await Task.WhenAll(reading, writing).ContinueWith(static _ => { }, TaskScheduler.Default);
        await transport.Input.CompleteAsync();
        await transport.Output.CompleteAsync(failure is null ? null : new IOException(failure.Message));
        End();
    }

    private void End()
    {
        timer?.Dispose();
        IReadOnlyList<PublishRequest> publishes;
        TaskCompletionSource<SubAckPacket>[] requests;
        lock (sync)
        {
            ended = true;
            publishes = Window.Drain();
            requests = [.. Requests.Values];
        }
        foreach (var publish in publishes)
            publish.Fail(Loss());
        foreach (var request in requests)
            request.TrySetException(Loss());
        // Whoever waits for a slot gets one, and finds the connection ended.
        Slots.Release(Math.Max(publishes.Count, 1));
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

    private void OnReceived()
    {
        lock (sync)
            keepAlive?.OnReceived();
    }

    private void OnWritten()
    {
        lock (sync)
            keepAlive?.OnSent(clock.GetUtcNow());
    }

    private void CheckKeepAlive()
    {
        KeepAliveAction action;
        TimeSpan next;
        lock (sync)
            (action, next) = keepAlive!.Check(clock.GetUtcNow());
        // While the application does not take what was received nothing is read, an answer neither: that is no sign of death.
        if (action == KeepAliveAction.Dead && !receiver.IsBlocked)
        {
            Fail(new MqttException(MqttReasonCode.KeepAliveTimeout, $"no answer to PINGREQ for {options.AnswerTimeout.TotalSeconds} s"));
            return;
        }
        if (action == KeepAliveAction.Ping)
        {
            Outbox.Add(new PingPacket(PacketType.PingReq));
            Outbox.Wake();
        }
        timer?.Change(next > TimeSpan.Zero ? next : options.AnswerTimeout, Timeout.InfiniteTimeSpan);
    }
}
