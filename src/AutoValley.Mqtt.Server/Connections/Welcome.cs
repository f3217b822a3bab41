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
    public static ConnAckPacket Grant(ConnectPacket connect, bool sessionPresent, uint expirySeconds, string? assignedId, MqttServerOptions options) =>
        new(sessionPresent, MqttReasonCode.Success, new Properties()
            .Add(PropertyId.SessionExpiry, expirySeconds == connect.SessionExpirySeconds ? null : expirySeconds)
            .Add(PropertyId.ReceiveMaximum, options.ReceiveMaximum)
            .Add(PropertyId.MaximumPacketSize, (uint)options.MaximumPacketBytes)
            .Add(PropertyId.AssignedClientId, assignedId)
            .Add(PropertyId.TopicAliasMaximum, options.TopicAliasMaximum)
            .Add(PropertyId.SharedAvailable, 0u));

    /// <summary>Writes the CONNACK of a refusal.</summary>
    public static void Refuse(IBufferWriter<byte> output, MqttException cause, MqttProtocolVersion version)
    {
        var text = cause.Message.Length > DisconnectPacket.MaximumTextLength ? cause.Message[..DisconnectPacket.MaximumTextLength] : cause.Message;
        new ConnAckPacket(false, cause.Reason, new Properties().Add(PropertyId.ReasonString, text)).Write(output, version);
    }

    private static void Check(ConnectPacket connect, MqttServerOptions options)
    {
        if (connect.Properties.Text(PropertyId.AuthenticationMethod) is { } method)
            throw new MqttException(MqttReasonCode.BadAuthenticationMethod, $"extended authentication {method} is not supported");
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
