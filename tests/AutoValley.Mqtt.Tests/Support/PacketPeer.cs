using System.IO.Pipelines;
using AutoValley.Mqtt.Packets;

namespace AutoValley.Mqtt.Tests.Support;

/// <summary>The other end of a connection, packet by packet: a client to test the server, and the other way round.</summary>
internal sealed class PacketPeer(IDuplexPipe transport, MqttProtocolVersion version = MqttProtocolVersion.V500)
{
    private const int MaximumPacketBytes = 16 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TopicCache topics = new();
    private volatile bool lost;

    public IDuplexPipe Transport => transport;

    /// <summary>Reads whatever is in a frame, as a client's or as a server's.</summary>
    public static object Parse(in PacketFrame frame, MqttProtocolVersion version, TopicCache? topics = null) => frame.Type switch
    {
        PacketType.Connect => ConnectPacket.Read(frame),
        PacketType.ConnAck => ConnAckPacket.Read(frame, version),
        PacketType.Publish => PublishPacket.Read(frame, version, topics ?? new TopicCache()),
        PacketType.Subscribe => SubscribePacket.Read(frame, version),
        PacketType.SubAck or PacketType.UnsubAck => SubAckPacket.Read(frame, version),
        PacketType.Unsubscribe => UnsubscribePacket.Read(frame, version),
        PacketType.PingReq or PacketType.PingResp => PingPacket.Read(frame),
        PacketType.Disconnect => DisconnectPacket.Read(frame, version),
        PacketType.Auth => AuthPacket.Read(frame),
        _ => AckPacket.Read(frame, version),
    };

    public Task SendAsync(IControlPacket packet)
    {
        packet.Write(transport.Output, version);
        return FlushAsync();
    }

    public Task SendAsync(ConnectPacket packet)
    {
        packet.Write(transport.Output);
        return FlushAsync();
    }

    public Task SendAsync(MqttPublish publish, ushort id = 0, bool duplicate = false)
    {
        Write(publish, id, duplicate);
        return FlushAsync();
    }

    /// <summary>Puts a publish into the buffer, for several in one flush.</summary>
    public void Write(MqttPublish publish, ushort id = 0, bool duplicate = false)
    {
        var header = new PublishHeader(publish.Qos, id, duplicate, publish.Retain, PublishProperties.ExpirySeconds(publish.MessageExpiry), null);
        new EncodedPublish(publish).Write(transport.Output, header, version);
    }

    public async Task SendAsync(byte[] bytes)
    {
        await transport.Output.WriteAsync(bytes).AsTask().WaitAsync(Patience);
    }

    public async Task FlushAsync() => await transport.Output.FlushAsync().AsTask().WaitAsync(Patience);

    /// <summary>The next packet; null when the other end closed, or is lost.</summary>
    public async Task<object?> ReceiveAsync()
    {
        while (!lost)
        {
            var result = await transport.Input.ReadAsync().AsTask().WaitAsync(Patience);
            var buffer = result.Buffer;
            var found = FrameReader.TryRead(ref buffer, MaximumPacketBytes, out var frame);
            var packet = found ? Parse(frame, version, topics) : null;
            transport.Input.AdvanceTo(buffer.Start, found ? buffer.Start : buffer.End);
            if (found || result.IsCompleted)
                return packet;
        }
        return null;
    }

    /// <summary>The next packet, which has to be of this kind.</summary>
    public async Task<T> ReceiveAsync<T>() => Assert.IsType<T>(await ReceiveAsync());

    /// <summary>The next packet, which has to be this one.</summary>
    public async Task ExpectAsync<T>(T packet) => Assert.Equal(packet, await ReceiveAsync<T>());

    /// <summary>The next packet, which has to be this acknowledgement; its words aside, where this one has none.</summary>
    public async Task ExpectAsync(AckPacket packet)
    {
        var next = await ReceiveAsync<AckPacket>();
        Assert.Equal(packet, packet.Text is null ? next with { Text = null } : next);
    }

    /// <summary>Everything that the other end has to send now. Two pings, because an answer may overtake the publishes that wait.</summary>
    public async Task<List<object?>> ReceiveUntilPongAsync()
    {
        var packets = new List<object?>();
        for (var pings = 0; pings < 2; pings++)
        {
            await SendAsync(new PingPacket(PacketType.PingReq));
            while (await ReceiveAsync() is { } packet && packet is not PingPacket)
                packets.Add(packet);
        }
        return packets;
    }

    /// <summary>The other end is gone from here on, whatever it still does; for any thread.</summary>
    public void Lose()
    {
        lost = true;
        transport.Input.CancelPendingRead();
    }

    /// <summary>Breaks the connection.</summary>
    public void Break()
    {
        transport.Input.Complete();
        transport.Output.Complete();
    }
}
