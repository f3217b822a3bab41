using System.Buffers;
using System.IO.Pipelines;
using AutoValley.Mqtt.Packets;

namespace AutoValley.Mqtt.Client;

/// <summary>CONNECT and its answer.</summary>
internal static class Handshake
{
    /// <summary>Sends CONNECT, and reads until CONNACK.</summary>
    /// <exception cref="MqttException">The server refused, or answered with something else, or left.</exception>
    public static async Task<Granted> RunAsync(IDuplexPipe transport, MqttClientOptions options, CancellationToken cancellation)
    {
        Connect(options).Write(transport.Output);
        await transport.Output.FlushAsync(cancellation);
        while (true)
        {
            var result = await transport.Input.ReadAsync(cancellation);
            var buffer = result.Buffer;
            if (TryRead(ref buffer, options) is { } ack)
            {
                transport.Input.AdvanceTo(buffer.Start);
                return Check(ack, options);
            }
            transport.Input.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
                throw MqttException.Lost("the server closed the connection before CONNACK: it may want TLS (mqtts://), or speak another protocol or version of it");
        }
    }

    /// <summary>A time on the wire: whole seconds, of which the most are for ever.</summary>
    public static uint Seconds(TimeSpan time) => (uint)Math.Clamp(Math.Ceiling(time.TotalSeconds), 0, uint.MaxValue);

    private static ConnAckPacket? TryRead(ref ReadOnlySequence<byte> buffer, MqttClientOptions options)
    {
        try
        {
            return FrameReader.TryRead(ref buffer, options.MaximumPacketBytes, out var frame) ? Read(frame, options.ProtocolVersion) : null;
        }
        catch (MqttException e) when (e.Reason is MqttReasonCode.MalformedPacket or MqttReasonCode.ProtocolError or MqttReasonCode.PacketTooLarge)
        {
            throw new MqttException(
                e.Reason, $"the answer is no CONNACK ({e.Message}): is this an MQTT port, and without TLS? TLS needs mqtts://, WebSocket ws:// or wss://", e);
        }
    }

    private static ConnectPacket Connect(MqttClientOptions options) => new()
    {
        Version = options.ProtocolVersion,
        ClientId = options.ClientId,
        CleanStart = options.CleanStart,
        KeepAliveSeconds = (ushort)Math.Clamp(Math.Ceiling(options.KeepAlive.TotalSeconds), 0, ushort.MaxValue),
        UserName = options.UserName,
        Password = options.Password,
        Will = options.Will is { } will ? new ConnectWill(will, Seconds(options.WillDelay)) : null,
        Properties = new Properties()
            .Add(PropertyId.SessionExpiry, options.SessionExpiry > TimeSpan.Zero ? Seconds(options.SessionExpiry) : null)
            .Add(PropertyId.ReceiveMaximum, options.ReceiveMaximum)
            .Add(PropertyId.MaximumPacketSize, (uint)options.MaximumPacketBytes)
            .Add(PropertyId.TopicAliasMaximum, options.TopicAliasMaximum == 0 ? null : options.TopicAliasMaximum),
    };

    private static ConnAckPacket Read(in PacketFrame frame, MqttProtocolVersion version)
    {
        if (frame.Type != PacketType.ConnAck)
            throw MqttException.Protocol($"{frame.Type} packet before CONNACK");
        // A server that knows MQTT 3.1.1 alone says so in its own layout, which has no properties.
        var isOld = frame.Body.Length == 2 && frame.Span[1] == 1;
        return ConnAckPacket.Read(frame, isOld ? MqttProtocolVersion.V311 : version);
    }

    private static Granted Check(ConnAckPacket ack, MqttClientOptions options)
    {
        // [MQTT-3.2.2-4] A session that this side asked to forget cannot be there.
        if (ack.SessionPresent && options.CleanStart)
            throw MqttException.Protocol("ConnAck packet: a session is present after a clean start");
        if (ack.Reason == MqttReasonCode.Success)
            return Granted.From(ack, options);
        var text = $"the server refused the connection: {ack.Reason} {ack.Properties.Text(PropertyId.ReasonString)}".TrimEnd();
        throw new MqttException(ack.Reason, text + Advice(ack.Reason));
    }

    private static string Advice(MqttReasonCode reason) => reason switch
    {
        MqttReasonCode.BadUserNameOrPassword or MqttReasonCode.NotAuthorized => " (check user name, password or client certificate)",
        MqttReasonCode.UnsupportedProtocolVersion => " (it may know MQTT 3.1.1 alone: choose that version)",
        MqttReasonCode.ClientIdentifierNotValid => " (choose another client identifier; an empty one needs a clean start)",
        MqttReasonCode.UseAnotherServer or MqttReasonCode.ServerMoved => " (connect to another address)",
        _ => "",
    };
}
