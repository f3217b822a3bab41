using System.IO.Pipelines;
using System.Threading.Channels;
using AutoValley.Mqtt.Client;
using AutoValley.Mqtt.Packets;

namespace AutoValley.Mqtt;

/// <summary>
/// An MQTT client over ONE connection: when that ends the client has ended, and connecting again is the caller's policy. Publishes of QoS 1 and 2
/// are pipelined up to the server's receive maximum. All members may be used from several threads.
/// </summary>
public sealed class MqttClient : IAsyncDisposable
{
    private readonly ClientConnection connection;
    private readonly MqttClientOptions options;
    private readonly TimeProvider clock;

    private MqttClient(ClientConnection connection, MqttClientOptions options, TimeProvider clock)
    {
        (this.connection, this.options, this.clock) = (connection, options, clock);
        connection.Start();
    }

    /// <summary>Connects, and waits for the server's consent.</summary>
    /// <exception cref="MqttException">The server is not there, does not answer in time, or refused: <see cref="MqttException.Reason"/> says which.</exception>
    public static async Task<MqttClient> ConnectAsync(MqttClientOptions options, TimeProvider clock, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(options.ConnectTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timeout.Token);
        SocketTransport? transport = null;
        try
        {
            transport = await SocketTransport.ConnectAsync(options.Host, options.Port, either.Token);
            return await ConnectAsync(transport, options, clock, either.Token);
        }
        catch (Exception e)
        {
            transport?.Dispose();
            if (e is OperationCanceledException && !cancellation.IsCancellationRequested)
                throw new MqttException(MqttReasonCode.ServerUnavailable, $"{options.Host}:{options.Port} did not answer within {options.ConnectTimeout.TotalSeconds} s", e);
            if (e is IOException and not MqttException)
                throw MqttException.Lost($"the connection to {options.Host}:{options.Port} failed: {e.Message}", e);
            throw;
        }
    }

    /// <summary>Connects over any transport.</summary>
    internal static async Task<MqttClient> ConnectAsync(IDuplexPipe transport, MqttClientOptions options, TimeProvider clock, CancellationToken cancellation)
    {
        var granted = await Handshake.RunAsync(transport, options, cancellation);
        return new MqttClient(new ClientConnection(transport, options, granted, clock), options, clock);
    }

    /// <summary>Whether the server kept an earlier session of this client id.</summary>
    public bool SessionPresent => connection.Granted.SessionPresent;

    /// <summary>The client id, which the server may have chosen.</summary>
    public string ClientId => connection.Granted.ClientId;

    /// <summary>
    /// What the subscriptions brought, bounded: while it is full nothing is read from the socket, acknowledgements neither. Completes with the connection.
    /// QoS 1 and 2 are acknowledged when they are in here.
    /// </summary>
    public ChannelReader<MqttPublish> Received => connection.Received.Reader;

    /// <summary>Completes when the connection ended; faulted with the cause unless it was <see cref="DisconnectAsync"/>.</summary>
    public Task Closed => connection.Closed;

    /// <summary>
    /// Publishes. QoS 0 completes when it is written; QoS 1 with PUBACK and QoS 2 with PUBCOMP, whose reason code it gives (0x80 and above: refused).
    /// Waits while <see cref="MqttClientOptions.MaximumPendingPublishes"/> are under way. Cancelling stops the waiting; the publish may have gone out.
    /// </summary>
    /// <exception cref="ArgumentException">The topic is no topic name.</exception>
    /// <exception cref="MqttException">The connection is lost, or the server does not take such a publish (too large, QoS, retain).</exception>
    public ValueTask<MqttReasonCode> PublishAsync(MqttPublish publish, CancellationToken cancellation)
    {
        if (!TopicRules.IsName(publish.Topic))
            throw new ArgumentException($"'{publish.Topic}' is no topic name", nameof(publish));
        cancellation.ThrowIfCancellationRequested();
        var request = new PublishRequest(new EncodedPublish(publish));
        CheckGranted(request.Encoded);
        return connection.Slots.Wait(0, CancellationToken.None) ? Send(request, cancellation) : SendLaterAsync(request, cancellation);
    }

    /// <summary>Subscribes to a filter; returns when the server granted it, at this QoS or below.</summary>
    /// <exception cref="MqttException">The server refused, does not answer, or the connection is lost.</exception>
    public async Task SubscribeAsync(string filter, QualityOfService qos, CancellationToken cancellation)
    {
        if (!TopicRules.IsFilter(filter))
            throw new ArgumentException($"'{filter}' is no topic filter", nameof(filter));
        var answer = await RequestAsync(id => new SubscribePacket(id, 0, [new SubscriptionRequest(filter, qos)]), cancellation);
        CheckAnswer(answer, $"subscription to {filter}");
    }

    /// <summary>Ends a subscription.</summary>
    /// <exception cref="MqttException">The server refused, does not answer, or the connection is lost.</exception>
    public async Task UnsubscribeAsync(string filter, CancellationToken cancellation)
    {
        var answer = await RequestAsync(id => new UnsubscribePacket(id, [filter]), cancellation);
        CheckAnswer(answer, $"end of subscription to {filter}");
    }

    /// <summary>Says goodbye, so that no Will is published, and closes. Publishes not acknowledged by then fail.</summary>
    public async Task DisconnectAsync(CancellationToken cancellation)
    {
        connection.Disconnect();
        if (await Task.WhenAny(Closed, Task.Delay(options.AnswerTimeout, clock, cancellation)) != Closed)
            connection.Abort();
        await Task.WhenAny(Closed);
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Closes without a goodbye if <see cref="DisconnectAsync"/> was not called: the server publishes the Will.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!Closed.IsCompleted)
            connection.Fail(MqttException.Lost("the client was disposed"), tellPeer: false);
        await Task.WhenAny(Closed);
    }

    private void CheckGranted(EncodedPublish encoded)
    {
        var (publish, granted) = (encoded.Publish, connection.Granted);
        if (publish.Qos > granted.MaximumQos)
            throw new MqttException(MqttReasonCode.QosNotSupported, $"{publish.Qos}: the server takes {granted.MaximumQos} at most");
        if (publish.Retain && !granted.RetainAvailable)
            throw new MqttException(MqttReasonCode.RetainNotSupported, "the server keeps no retained publishes");
        var header = new PublishHeader(publish.Qos, 1, false, publish.Retain, PublishProperties.ExpirySeconds(publish.MessageExpiry), null);
        var bytes = encoded.PacketBytes(header, options.ProtocolVersion);
        if (bytes > granted.MaximumPacketBytes)
            throw new MqttException(MqttReasonCode.PacketTooLarge, $"publish of {bytes} bytes: the server takes {granted.MaximumPacketBytes}");
    }

    private async ValueTask<MqttReasonCode> SendLaterAsync(PublishRequest request, CancellationToken cancellation)
    {
        await connection.Slots.WaitAsync(cancellation);
        return await Send(request, cancellation);
    }

    private ValueTask<MqttReasonCode> Send(PublishRequest request, CancellationToken cancellation)
    {
        try
        {
            connection.Locked(window => window.TryQueue(request, request.Encoded.Publish.Qos, request.Encoded.Bytes));
        }
        catch (MqttException)
        {
            connection.Slots.Release();
            throw;
        }
        connection.Outbox.Wake();
        return request.WaitAsync(cancellation);
    }

    private async Task<SubAckPacket> RequestAsync<TPacket>(Func<ushort, TPacket> packet, CancellationToken cancellation)
        where TPacket : IControlPacket
    {
        var request = new TaskCompletionSource<SubAckPacket>(TaskCreationOptions.RunContinuationsAsynchronously);
        var id = connection.Locked(window =>
        {
            if (!window.TryReserve(out var free))
                throw new MqttException(MqttReasonCode.QuotaExceeded, "all 65,535 packet identifiers are in use");
            connection.Requests[free] = request;
            return free;
        });
        connection.Outbox.Add(packet(id));
        connection.Outbox.Wake();
        try
        {
            return await request.Task.WaitAsync(options.AnswerTimeout, clock, cancellation);
        }
        catch (TimeoutException e)
        {
            throw new MqttException(MqttReasonCode.ServerBusy, $"no answer within {options.AnswerTimeout.TotalSeconds} s", e);
        }
    }

    private static void CheckAnswer(SubAckPacket answer, string what)
    {
        // 3.1.1's UNSUBACK has no codes.
        var reason = answer.Reasons.Count > 0 ? answer.Reasons[0] : MqttReasonCode.Success;
        if (reason.IsFailure())
            throw new MqttException(reason, $"the server refused the {what}: {reason}");
    }
}
