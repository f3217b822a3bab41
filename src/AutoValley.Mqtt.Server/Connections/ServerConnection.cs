using System.IO.Pipelines;
using System.Net;
using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Routing;
using AutoValley.Mqtt.Server.Sessions;
using AutoValley.Mqtt.Sessions;

namespace AutoValley.Mqtt.Server.Connections;

/// <summary>
/// One connection from its first byte to its end. Three loops serve it: this one reads; the publishes' answers wait for the application
/// (<see cref="PublishPump"/>); one writes (<see cref="Outbox{T}"/>).
/// </summary>
/// <param name="server">What all connections share.</param>
/// <param name="transport">Bytes in and out.</param>
/// <param name="remote">For logs and the application.</param>
/// <param name="abort">Closes the transport, whatever is on its way.</param>
internal sealed class ServerConnection(MqttServer server, IDuplexPipe transport, EndPoint? remote, Action abort)
{
    private readonly Lock sync = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private MqttProtocolVersion version;
    private Outbox<Delivery>? outbox;
    private MqttReasonCode? reason;
    private string detail = "";
    private bool silent;
    private ITimer? linger;

    /// <summary>Completes when nothing of this connection happens any more.</summary>
    public Task Ended => ended.Task;

    private MqttServerOptions Options => server.Options;

    /// <summary>Serves the connection until it is over.</summary>
    public async Task RunAsync()
    {
        try
        {
            if (server.Enter() is { } entry && await new Admission(server, transport, remote).RunAsync(entry) is { } admitted)
                await ServeAsync(admitted.Connect, admitted.Info);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            server.Logger.Refused(remote, MqttReasonCode.UnspecifiedError, $"gone before it was connected: {e.Message}");
        }
        catch (Exception e)
        {
            server.Logger.ConnectionFailed(remote, e);
        }
        finally
        {
            server.Leave();
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

    private void Finish(Outbox<Delivery>? box) => box?.Complete(
        silent || version == MqttProtocolVersion.V311 ? null : new DisconnectPacket(reason ?? MqttReasonCode.Success, Text: detail), drainWindow: false);

    private async Task ServeAsync(ConnectPacket connect, MqttConnectInfo info)
    {
        // 3. The session, from an earlier connection if there is one.
        version = connect.Version;
        ServerSession session;
        bool present;
        try
        {
            (session, present) = await server.Sessions.OpenAsync(info.ClientId, connect.CleanStart, this);
        }
        catch (MqttException e)
        {
            await new Admission(server, transport, remote).RefuseAsync(e, version);
            await DisconnectedAsync(info.Session, e.Reason);
            return;
        }
        var expiry = Math.Min(connect.SessionExpirySeconds, (uint)Options.MaximumSessionExpiry.TotalSeconds);
        ServerReceiver? receiver = null;
        try
        {
            // 4. CONNACK, and service.
            var box = Attach(session, connect, Welcome.Grant(connect, present, expiry, connect.ClientId.Length > 0 ? null : info.ClientId, Options));
            receiver = new ServerReceiver(server, session, info.Session, box, connect);
            server.Statistics.CountAccepted();
            server.Logger.Connected(info.ClientId, remote, version, present ? "kept" : "new");
            await RunLoopsAsync(receiver, box, connect.KeepAliveSeconds);
        }
        finally
        {
            // 5. The Will, unless the client said goodbye; then the session waits, or ends.
            await EndAsync(session, info.Session, receiver?.Goodbye, connect, expiry);
        }
    }

    private Outbox<Delivery> Attach(ServerSession session, ConnectPacket connect, ConnAckPacket connAck)
    {
        var box = session.CreateOutbox(new DeliveryFormat(version, connect.MaximumPacketBytes, server.Clock, server.Statistics), version);
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

    private async Task RunLoopsAsync(ServerReceiver receiver, Outbox<Delivery> box, ushort keepAliveSeconds)
    {
        var writing = WriteAsync(box);
        var answering = receiver.Publishes.RunAsync(this);
        var watch = keepAliveSeconds == 0 ? null : new KeepAliveWatch(TimeSpan.FromSeconds(keepAliveSeconds));
        ITimer? timer = null;
        if (watch is not null)
            timer = server.Clock.CreateTimer(_ => CheckKeepAlive(watch, timer), null, watch.Limit, Timeout.InfiniteTimeSpan);
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
            timer?.Dispose();
            receiver.Publishes.Complete();
            await answering;
            Close(MqttReasonCode.Success, "goodbye", tellPeer: false);
            await writing;
        }
    }

    /// <summary>The client, or the application, broke a rule: counted, logged, closed.</summary>
    public void Violate(MqttException cause)
    {
        server.Statistics.CountRefused(cause.Reason);
        server.Logger.Violation(remote?.ToString() ?? "", cause.Reason, cause.Message);
        Close(cause.Reason, cause.Message);
    }

    private async Task ReadAsync(ServerReceiver receiver, Outbox<Delivery> box, KeepAliveWatch? watch)
    {
        var input = transport.Input;
        watch?.Restart(server.Clock.GetUtcNow());
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
                watch?.Restart(server.Clock.GetUtcNow());
            }
            receiver.Flush();
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
        }
    }

    // Nothing is read meanwhile: others get what they have so far, and keep-alive stands still.
    private async ValueTask WaitAsync(ValueTask something, ServerReceiver receiver, KeepAliveWatch? watch)
    {
        receiver.Flush();
        watch?.Suspend();
        await something;
        watch?.Restart(server.Clock.GetUtcNow());
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

    private void CheckKeepAlive(KeepAliveWatch watch, ITimer? timer)
    {
        if (watch.IsDead(server.Clock.GetUtcNow(), out var next))
            Violate(new MqttException(MqttReasonCode.KeepAliveTimeout, $"no packet for {watch.Limit.TotalSeconds} s"));
        else
            timer?.Change(next, Timeout.InfiniteTimeSpan);
    }

    private async Task EndAsync(ServerSession session, MqttSessionInfo info, DisconnectPacket? goodbye, ConnectPacket connect, uint expiry)
    {
        expiry = Math.Min(goodbye?.SessionExpirySeconds ?? expiry, (uint)Options.MaximumSessionExpiry.TotalSeconds);
        // [MQTT-3.1.2-10] [MQTT-3.14.4-3] Only a normal goodbye takes the Will back.
        var will = connect.Will is { } given && goodbye?.Reason != MqttReasonCode.Success ? new PendingWill(info, given) : null;
        if (will is not null && Math.Min(will.Will.DelaySeconds, expiry) == 0)
        {
            await server.PublishWillAsync(will);
            will = null;
        }
        server.Logger.Disconnected(info.ClientId, reason ?? MqttReasonCode.Success, detail);
        await DisconnectedAsync(info, goodbye?.Reason ?? reason ?? MqttReasonCode.Success);
        server.Sessions.Release(session, TimeSpan.FromSeconds(expiry), will);
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
