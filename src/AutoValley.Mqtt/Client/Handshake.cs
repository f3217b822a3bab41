using System.IO.Pipelines;
using AutoValley.Mqtt.Packets;

namespace AutoValley.Mqtt.Client;

/// <summary>What the server granted in CONNACK.</summary>
internal sealed record Granted(bool SessionPresent, string ClientId, TimeSpan KeepAlive, int ReceiveMaximum, long MaximumPacketBytes, QualityOfService MaximumQos, bool RetainAvailable);

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
            if (FrameReader.TryRead(ref buffer, options.MaximumPacketBytes, out var frame))
            {
                var granted = Check(frame, options);
                transport.Input.AdvanceTo(buffer.Start);
                return granted;
            }
            transport.Input.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
                throw MqttException.Lost("the server closed the connection before CONNACK");
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
            .Add(PropertyId.MaximumPacketSize, (uint)options.MaximumPacketBytes),
    };

    private static Granted Check(in PacketFrame frame, MqttClientOptions options)
    {
        if (frame.Type != PacketType.ConnAck)
            throw MqttException.Protocol($"{frame.Type} packet before CONNACK");
        var ack = ConnAckPacket.Read(frame, options.ProtocolVersion);
        if (ack.Reason != MqttReasonCode.Success)
            throw new MqttException(ack.Reason, $"the server refused the connection: {ack.Reason} {ack.Properties.Text(PropertyId.ReasonString)}".TrimEnd());
        var properties = ack.Properties;
        return new Granted(
            ack.SessionPresent,
            properties.Text(PropertyId.AssignedClientId) ?? options.ClientId,
            properties.Number(PropertyId.ServerKeepAlive) is { } seconds ? TimeSpan.FromSeconds(seconds) : options.KeepAlive,
            (int)(properties.Number(PropertyId.ReceiveMaximum) ?? ushort.MaxValue),
            properties.Number(PropertyId.MaximumPacketSize) ?? uint.MaxValue,
            (QualityOfService)(properties.Number(PropertyId.MaximumQos) ?? (uint)QualityOfService.ExactlyOnce),
            properties.Flag(PropertyId.RetainAvailable, absent: true));
    }

    private static uint Seconds(TimeSpan time) => (uint)Math.Clamp(Math.Ceiling(time.TotalSeconds), 0, uint.MaxValue);
}
