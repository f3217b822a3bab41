using System.Buffers;
using System.Net;
using System.Net.Sockets;
using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Tests.Support;
using AutoValley.Testing;
using static AutoValley.Mqtt.Server.Tests.Support.Say;

namespace AutoValley.Mqtt.Server.Tests.Connections;

/// <summary>What <see cref="AllocationTests"/> shows of the endpoint alone, with Kestrel and sockets, in a process in which nothing else allocates.</summary>
[Collection(nameof(IdleConnectionTests))]
public sealed class TcpAllocationTests
{
    private const int Publishes = 20_000, Rounds = 20;
    private const int PacketBytes = 250;

    [Theory]
    [InlineData(QualityOfService.AtMostOnce)]
    [InlineData(QualityOfService.AtLeastOnce)]
    public async Task Publish_ToASubscriberOverTcp_AllocatesNothing(QualityOfService qos)
    {
        await using var endpoint = await EndpointProcess.StartAsync();
        using var publisher = Connect(endpoint.Port, "p");
        using var subscriber = Connect(endpoint.Port, "s");
        subscriber.Send(Bytes(output => new SubscribePacket(1, 0, [new SubscriptionRequest("t", qos)]).Write(output, MqttProtocolVersion.V500)));
        Receive(subscriber, 6);
        var least = long.MaxValue;
        for (var round = 0; round < Rounds && least >= Publishes; round++)
        {
            var before = await endpoint.AskAsync(HeapAnswers.Allocated);
            Publish(publisher, subscriber, qos);
            least = Math.Min(least, await endpoint.AskAsync(HeapAnswers.Allocated) - before);
        }
        Assert.True(least < Publishes, $"{least} bytes for {Publishes} publishes");
    }

    // Some at a time, and all of them are through before the next: identifiers are the server's own, given one after the other.
    private static void Publish(Socket publisher, Socket subscriber, QualityOfService qos)
    {
        const int Burst = 50;
        var publish = new EncodedPublish(Say.Publish("t", new string('x', PacketBytes - 9), qos));
        var burst = Bytes(output =>
        {
            for (ushort id = 1; id <= Burst; id++)
                publish.Write(output, new PublishHeader(qos, qos == QualityOfService.AtMostOnce ? (ushort)0 : id, false, false, null, null), MqttProtocolVersion.V500);
        });
        for (var sent = 0; sent < Publishes; sent += Burst)
        {
            publisher.Send(burst);
            var received = Receive(subscriber, burst.Length);
            if (qos == QualityOfService.AtMostOnce)
                continue;
            Receive(publisher, Burst * 4);
            subscriber.Send(Bytes(output =>
            {
                for (var at = 0; at < received.Length; at += received.Length / Burst)
                    new AckPacket(PacketType.PubAck, (ushort)(received[at + 6] << 8 | received[at + 7]), MqttReasonCode.Success).Write(output, MqttProtocolVersion.V500);
            }));
        }
    }

    private static byte[] Bytes(Action<ArrayBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return output.WrittenSpan.ToArray();
    }

    private static byte[] Receive(Socket socket, int count)
    {
        var bytes = new byte[count];
        for (var got = 0; got < count;)
        {
            var read = socket.Receive(bytes, got, count - got, SocketFlags.None);
            Assert.NotEqual(0, read);
            got += read;
        }
        return bytes;
    }

    private static Socket Connect(int port, string id)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 60_000, NoDelay = true };
        socket.Connect(IPAddress.Loopback, port);
        socket.Send(Bytes(output => new ConnectPacket { ClientId = id, CleanStart = true }.Write(output)));
        var head = Receive(socket, 2);
        Receive(socket, head[1]);
        return socket;
    }
}
