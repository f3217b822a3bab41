using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Routing;
using AutoValley.Mqtt.Server.Sessions;
using AutoValley.Mqtt.Sessions;

namespace AutoValley.Mqtt.Server.Connections;

/// <summary>
/// One connection from its first byte to its end. Two loops serve it: this one reads, one writes (<see cref="Outbox{T}"/>); a third answers publishes where the
/// application takes its time (<see cref="LateAnswers"/>).
/// </summary>
/// <param name="server">What all connections share.</param>
/// <param name="transport">Bytes in and out.</param>
/// <param name="peer">For logs, limits and the application.</param>
/// <param name="abort">Closes the transport, whatever is on its way.</param>
internal sealed class ServerConnection(MqttServer server, IDuplexPipe transport, Peer peer, Action abort)
{
    private readonly Lock sync = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private MqttProtocolVersion version;
    private Outbox<Delivery>? outbox;
    private MqttReasonCode? reason;
    private string detail = "";
    private bool silent;
    private bool violated;
    private uint maximumPacketBytes = uint.MaxValue;
    private ITimer? linger;

    /// <summary>Completes when nothing of this connection happens any more.</summary>
    public Task Ended => ended.Task;

    private MqttServerOptions Options => server.Options;

    /// <summary>Serves the connection until it is over.</summary>
    public async Task RunAsync()
    {
        var counted = server.Addresses.TryEnter(peer.Remote);
        try
        {
            if (server.Enter() is { } entry
                && await new Admission(server, transport, peer).RunAsync(counted || entry == EntryKind.Full ? entry : EntryKind.AddressFull) is { } admitted)
                await ServeAsync(admitted);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            server.Logger.Refused(peer.Remote, MqttReasonCode.UnspecifiedError, $"gone before it was connected: {e.Message}");
        }
        catch (Exception e)
        {
            server.Logger.ConnectionFailed(peer.Remote, e);
        }
        finally
        {
            server.Leave();
            if (counted)
                server.Addresses.Leave(peer.Remote);
            if (linger is not null)
                await linger.DisposeAsync();
            await transport.Input.CompleteAsync();
            await transport.Output.CompleteAsync();
            ended.TrySetResult();
        }
    }

    /// <summary>Closes the connection for this reason, and tells an MQTT 5 client; the first call counts.</summary>
    public void Close(MqttReasonCode because, string why) => Close(because, why, tellPeer: true);

    private void Close(MqttReasonCode because, string why, bool tellPeer)
    {
        Outbox<Delivery>? box;
        lock (sync)
        {
            if (reason is not null)
                return;
            (reason, detail, silent, box) = (because, why, !tellPeer, outbox);
        }
        Finish(box);
        transport.Input.CancelPendingRead();
        linger = server.Clock.CreateTimer(static state => ((Action)state!)(), abort, Options.CloseTimeout, Timeout.InfiniteTimeSpan);
    }

    // [MQTT-3.14.2-1] One of DISCONNECT's own codes; MQTT 3.1.1 closes without a word.
    private void Finish(Outbox<Delivery>? box) => box?.Complete(
        silent || version == MqttProtocolVersion.V311
            ? null
            : new DisconnectPacket(ReasonTable.Fit(PacketType.Disconnect, reason ?? MqttReasonCode.Success), Text: detail).Fit(maximumPacketBytes),
        drainWindow: false);

    private async Task ServeAsync(Admitted client)
    {
        // 4. The session, from an earlier connection if there is one.
        var (connect, info) = (client.Connect, client.Info);
        (version, maximumPacketBytes) = (connect.Version, connect.MaximumPacketBytes);
        var expiry = Limit(connect.SessionExpirySeconds);
        OpenedSession opened;
        try
        {
            opened = await server.Sessions.OpenAsync(info.ClientId, connect.CleanStart, expiry, this);
        }
        catch (MqttException e)
        {
            await new Admission(server, transport, peer).RefuseAsync(e, version, maximumPacketBytes);
            await DisconnectedAsync(info.Session, e.Reason);
            return;
        }
        var session = opened.Session;
        var will = connect.Will is { } given ? server.Wills.New(info.Session, given) : null;
        ServerReceiver? receiver = null;
        try
        {
            var ticket = will is null ? opened.Ticket : Math.Max(opened.Ticket, server.Wills.Keep(will));
            if (ticket != 0 && !await IsStoredAsync())
                return;
            // 5. CONNACK, and service.
            var box = Attach(session, connect, Welcome.Grant(client, opened.Present, expiry, server.Handler.ResponseInformation(info.Session), Options));
            receiver = new ServerReceiver(server, session, box, client, this);
            server.Statistics.CountAccepted();
            server.Logger.Connected(info.ClientId, peer.Remote, version, opened.Present ? "kept" : "new");
            await RunLoopsAsync(session, receiver, box, Welcome.KeepAlive(connect, Options));
        }
        finally
        {
            // 6. The Will, unless the client said goodbye, or was never connected; then the session waits, or ends.
            if (will is not null && (receiver is null || receiver.Goodbye?.Reason == MqttReasonCode.Success))
            {
                // [MQTT-3.1.2-8] [MQTT-3.1.2-10] [MQTT-3.14.4-3] Only a normal goodbye takes the Will back.
                server.Wills.Forget(will);
                will = null;
            }
            await EndAsync(session, info.Session, receiver?.Goodbye, will, expiry);
        }
    }

    // What CONNACK promises is durable; a store that stands still refuses, lest clients that gave up are waited for.
    private async Task<bool> IsStoredAsync()
    {
        try
        {
            await server.Store!.FlushAsync().WaitAsync(Options.ConnectTimeout, server.Clock);
            return true;
        }
        catch (TimeoutException e)
        {
            var cause = new MqttException(MqttReasonCode.ServerUnavailable, "the session cannot be stored", e);
            lock (sync)
                reason ??= cause.Reason;
            await new Admission(server, transport, peer).RefuseAsync(cause, version, maximumPacketBytes);
            return false;
        }
    }

    // A session expiry as it is granted: for ever only where that is no more than allowed.
    private uint Limit(uint expirySeconds) => (uint)Math.Min(expirySeconds, Math.Min(Options.MaximumSessionExpiry.TotalSeconds, uint.MaxValue));

    private Outbox<Delivery> Attach(ServerSession session, ConnectPacket connect, ConnAckPacket connAck)
    {
        var box = session.CreateOutbox(connect);
        session.Attach(box, connAck, connect.ReceiveMaximum, version == MqttProtocolVersion.V500 ? Options.ReceiveMaximum : ushort.MaxValue);
        lock (sync)
        {
            outbox = box;
            if (reason is null)
                return box;
        }
        // Taken over before it began.
        Finish(box);
        return box;
    }

    private async Task RunLoopsAsync(ServerSession session, ServerReceiver receiver, Outbox<Delivery> box, ushort keepAliveSeconds)
    {
        var writing = WriteAsync(box);
        var watch = new ConnectionWatch(this, session, box, TimeSpan.FromSeconds(keepAliveSeconds), server);
        try
        {
            box.Wake();
            await ReadAsync(receiver, box, watch);
        }
        catch (MqttException e)
        {
            Violate(e);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            Close(MqttReasonCode.UnspecifiedError, $"the connection broke: {e.Message}", tellPeer: false);
        }
        finally
        {
            watch.Dispose();
            await receiver.Publishes.CompleteAsync();
            Close(MqttReasonCode.Success, "goodbye", tellPeer: false);
            await writing;
        }
    }

    /// <summary>The client, or the application, broke a rule: counted, logged, closed; the first time counts.</summary>
    public void Violate(MqttException cause)
    {
        if (Interlocked.Exchange(ref violated, true))
            return;
        server.Statistics.CountRefused(cause.Reason);
        server.Logger.Violation(peer.Remote?.ToString() ?? "", cause.Reason, cause.Message);
        Close(cause.Reason, cause.Message);
    }

    /// <summary>The client does not read, so that it cannot be told anything: counted, logged, closed at once.</summary>
    public void Abort(MqttException cause)
    {
        Violate(cause);
        abort();
    }

    private async Task ReadAsync(ServerReceiver receiver, Outbox<Delivery> box, ConnectionWatch watch)
    {
        var input = transport.Input;
        watch.Restart();
        while (true)
        {
            var result = await input.ReadAsync();
            if (result.IsCanceled)
                return;
            var buffer = result.Buffer;
            while (receiver.Goodbye is null && FrameReader.TryRead(ref buffer, Options.MaximumPacketBytes, out var frame))
            {
                var taking = receiver.TakeAsync(frame);
                if (!taking.IsCompletedSuccessfully)
                    await WaitAsync(taking, receiver, watch);
                watch.OnPacket();
            }
            receiver.Flush();
            watch.PacketIsOpen = !buffer.IsEmpty;
            input.AdvanceTo(buffer.Start, buffer.End);
            if (receiver.Goodbye is not null)
                return;
            if (result.IsCompleted)
            {
                Close(MqttReasonCode.UnspecifiedError, "the peer closed the connection", tellPeer: false);
                return;
            }
            var room = box.WaitForRoomAsync();
            if (!room.IsCompletedSuccessfully)
                await WaitAsync(room, receiver, watch);
            if (server.Store is { IsCrowded: true } store)
                await WaitAsync(store.WaitForRoomAsync(), receiver, watch);
        }
    }

    // Nothing is read meanwhile: others get what they have so far, and keep-alive stands still.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask WaitAsync(ValueTask something, ServerReceiver receiver, ConnectionWatch watch)
    {
        receiver.Flush();
        watch.Suspend();
        await something;
        watch.Restart();
    }

    private async Task WriteAsync(Outbox<Delivery> box)
    {
        try
        {
            await box.RunAsync(transport.Output);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The peer is gone; the reader finds out, too.
        }
        finally
        {
            Close(MqttReasonCode.UnspecifiedError, "the peer is gone", tellPeer: false);
        }
    }

    private async Task EndAsync(ServerSession session, MqttSessionInfo info, DisconnectPacket? goodbye, PendingWill? will, uint expiry)
    {
        expiry = Limit(goodbye?.SessionExpirySeconds ?? expiry);
        if (will is not null && Math.Min(will.Will.DelaySeconds, expiry) == 0)
        {
            await server.PublishWillAsync(will);
            will = null;
        }
        server.Logger.Disconnected(info.ClientId, reason ?? MqttReasonCode.Success, detail);
        await DisconnectedAsync(info, goodbye?.Reason ?? reason ?? MqttReasonCode.Success);
        server.Sessions.Release(session, expiry, will);
    }

    private async Task DisconnectedAsync(MqttSessionInfo info, MqttReasonCode why)
    {
        try
        {
            await server.Handler.DisconnectedAsync(info, why, CancellationToken.None);
        }
        catch (Exception e)
        {
            server.Logger.DisconnectedFailed(info.ClientId, e);
        }
    }
}
