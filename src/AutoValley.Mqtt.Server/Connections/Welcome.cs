using System.Buffers;
using System.IO.Pipelines;
using AutoValley.Mqtt.Packets;

namespace AutoValley.Mqtt.Server.Connections;

/// <summary>A CONNECT: parsed and within the limits, or the reason to refuse it.</summary>
/// <param name="Packet">Null when it failed.</param>
/// <param name="Failure">Null when it did not.</param>
/// <param name="Version">How to answer.</param>
internal sealed record ConnectAttempt(ConnectPacket? Packet, MqttException? Failure, MqttProtocolVersion Version);

/// <summary>The first packet of a connection: CONNECT, read in time, checked, and either answered with a refusal or let in.</summary>
internal static class Welcome
{
    /// <summary>Waits for a whole CONNECT; null when the peer left before it sent one.</summary>
    /// <exception cref="OperationCanceledException">It did not come in time, or the connection is being closed.</exception>
    public static async Task<ConnectAttempt?> ReadAsync(PipeReader input, MqttServerOptions options, CancellationToken cancellation)
    {
        while (true)
        {
            var result = await input.ReadAsync(cancellation);
            if (result.IsCanceled)
                throw new OperationCanceledException();
            var buffer = result.Buffer;
            var attempt = TryRead(ref buffer, options);
            input.AdvanceTo(buffer.Start, attempt is null ? buffer.End : buffer.Start);
            if (attempt is not null || result.IsCompleted)
                return attempt;
        }
    }

    /// <summary>CONNACK of a connection that is let in: what this server grants.</summary>
    public static ConnAckPacket Grant(Admitted client, bool sessionPresent, uint expirySeconds, string? responseInformation, MqttServerOptions options)
    {
        var connect = client.Connect;
        var keepAlive = KeepAlive(connect, options);
        // [MQTT-3.1.2-28] Response Information only for who asked.
        var wantsResponse = connect.Properties.Flag(PropertyId.RequestResponseInformation, absent: false);
        return new(sessionPresent, MqttReasonCode.Success, new Properties()
            .Add(PropertyId.SessionExpiry, expirySeconds == connect.SessionExpirySeconds ? null : expirySeconds)
            .Add(PropertyId.ReceiveMaximum, options.ReceiveMaximum)
            .Add(PropertyId.MaximumPacketSize, (uint)options.MaximumPacketBytes)
            .Add(PropertyId.AssignedClientId, connect.ClientId.Length > 0 ? null : client.Info.ClientId)
            .Add(PropertyId.TopicAliasMaximum, options.TopicAliasMaximum)
            .Add(PropertyId.ServerKeepAlive, keepAlive == connect.KeepAliveSeconds ? null : keepAlive)
            .Add(PropertyId.ResponseInformation, wantsResponse ? responseInformation : null)
            .Add(PropertyId.AuthenticationMethod, client.Conversation?.Method)
            .Add(PropertyId.AuthenticationData, client.AuthenticationData));
    }

    /// <summary>The keep-alive in force, in seconds, 0 for none: an MQTT 5 client that asks for a longer one, or none, gets the server's [MQTT-3.1.2-21].</summary>
    public static ushort KeepAlive(ConnectPacket connect, MqttServerOptions options)
    {
        var most = (ushort)Math.Min(options.MaximumKeepAlive.TotalSeconds, ushort.MaxValue);
        var asked = connect.KeepAliveSeconds;
        return connect.Version == MqttProtocolVersion.V500 && most > 0 && (asked == 0 || asked > most) ? most : asked;
    }

    /// <summary>Waits for the next AUTH before CONNACK; null when the peer left.</summary>
    /// <exception cref="MqttException">Something else came.</exception>
    public static async Task<AuthPacket?> ReadAuthAsync(PipeReader input, MqttServerOptions options, CancellationToken cancellation)
    {
        while (true)
        {
            var result = await input.ReadAsync(cancellation);
            if (result.IsCanceled)
                throw new OperationCanceledException();
            var buffer = result.Buffer;
            var found = FrameReader.TryRead(ref buffer, options.MaximumConnectBytes, out var frame);
            // [MQTT-3.1.2-30] Until CONNACK a client with a method sends AUTH and DISCONNECT alone.
            if (found && frame.Type is not (PacketType.Auth or PacketType.Disconnect))
                throw MqttException.Protocol($"{frame.Type} packet before CONNACK, in the middle of an authentication");
            var packet = found && frame.Type == PacketType.Auth ? AuthPacket.Read(frame) : null;
            input.AdvanceTo(buffer.Start, found ? buffer.Start : buffer.End);
            if (found || result.IsCompleted)
                return packet;
        }
    }

    /// <summary>Writes the CONNACK of a refusal.</summary>
    public static void Refuse(IBufferWriter<byte> output, MqttException cause, MqttProtocolVersion version, uint maximumPacketBytes)
    {
        // [MQTT-3.2.2-19] No text for a client that takes small packets only; [MQTT-3.2.2-8] one of CONNACK's own codes.
        var properties = maximumPacketBytes < ReasonTexts.MaximumLength * 4 ? Properties.None : new Properties().Add(PropertyId.ReasonString, ReasonTexts.Cut(cause.Message));
        new ConnAckPacket(false, ReasonTable.Fit(PacketType.ConnAck, cause.Reason), properties).Write(output, version);
    }

    private static void Check(ConnectPacket connect, MqttServerOptions options)
    {
        // Section 3.1.2.11.10: no data without a method.
        if (connect.Properties.Bytes(PropertyId.AuthenticationData) is not null && connect.Properties.Text(PropertyId.AuthenticationMethod) is null)
            throw MqttException.Protocol("Connect packet: authentication data without a method");
        // MQTT 3.1.1 [MQTT-3.1.3-8]: an empty client id only with clean session; MQTT 5 dropped this rule.
        if (connect.ClientId.Length == 0 && connect is { Version: MqttProtocolVersion.V311, CleanStart: false })
            throw new MqttException(MqttReasonCode.ClientIdentifierNotValid, "empty client id without clean session");
        if (connect.ClientId.Length > options.MaximumClientIdLength)
            throw new MqttException(MqttReasonCode.ClientIdentifierNotValid, $"client id of {connect.ClientId.Length} characters, {options.MaximumClientIdLength} are allowed");
        if (connect.Will is { Publish.Topic: var topic } && !TopicLimits.Allow(topic, options))
            throw new MqttException(MqttReasonCode.TopicNameInvalid, "the Will's topic is too long or too deep");
    }

    private static ConnectAttempt? TryRead(ref ReadOnlySequence<byte> buffer, MqttServerOptions options)
    {
        var version = MqttProtocolVersion.V311;
        try
        {
            if (!FrameReader.TryRead(ref buffer, options.MaximumConnectBytes, out var frame))
                return null;
            // [MQTT-3.1.0-1] The first packet is CONNECT.
            if (frame.Type != PacketType.Connect)
                throw MqttException.Protocol($"{frame.Type} packet before CONNECT");
            version = ConnectPacket.PeekVersion(frame);
            var packet = ConnectPacket.Read(frame);
            Check(packet, options);
            return new ConnectAttempt(packet, null, version);
        }
        catch (MqttException e)
        {
            return new ConnectAttempt(null, e, version);
        }
    }
}
