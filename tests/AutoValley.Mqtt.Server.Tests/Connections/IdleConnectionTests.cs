using System.Net;
using System.Net.Sockets;
using AutoValley.Mqtt.Server.Tests.Support;
using AutoValley.Mqtt.Tests.Packets;

namespace AutoValley.Mqtt.Server.Tests.Connections;

/// <summary>What a connection costs that is there and says nothing.</summary>
[Collection(nameof(IdleConnectionTests))]
[CollectionDefinition(nameof(IdleConnectionTests), DisableParallelization = true)]
public sealed class IdleConnectionTests
{
    // 15.0 KiB were measured, of which Kestrel has most; a kibibyte more for what the collector leaves.
    private const int Count = 400, MaximumBytes = 16 * 1024;

    [Fact]
    public async Task Connections_IdleOverTcp_CostLessThanTheirShare()
    {
        await using var endpoint = await TestEndpoint.StartAsync();
        var sockets = new List<Socket>();
        // What is made once is not a connection's.
        for (var i = 0; i < 50; i++)
            sockets.Add(Connect(endpoint, i));
        var before = Memory();
        for (var i = 50; i < 50 + Count; i++)
            sockets.Add(Connect(endpoint, i));
        var each = (Memory() - before) / Count - OfThisEnd(sockets);
        Assert.Equal(50 + Count, endpoint.Server.SessionCount);
        Assert.True(each < MaximumBytes, $"{each} bytes each, at most {MaximumBytes}");
        sockets.ForEach(socket => socket.Dispose());
    }

    // The same sockets, but to somebody who answers nothing.
    private static long OfThisEnd(List<Socket> sockets)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(Count);
        var before = Memory();
        for (var i = 0; i < Count; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 60_000 };
            socket.Connect(listener.LocalEndPoint!);
            sockets.Add(socket);
        }
        return (Memory() - before) / Count;
    }

    private static long Memory()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    // Without await, so that this end has nothing but its handle: what is measured is the endpoint's.
    private static Socket Connect(TestEndpoint endpoint, int number)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 60_000 };
        socket.Connect(IPAddress.Loopback, endpoint.Port);
        // CONNECT of MQTT 5 with a client id of four digits.
        socket.Send(Wire.Bytes($"10 11 0004 4D515454 05 02 003C 00 0004 {Convert.ToHexString(System.Text.Encoding.ASCII.GetBytes($"{number:D4}"))}"));
        var answer = new byte[64];
        Assert.True(socket.Receive(answer) > 0);
        Assert.Equal((0x20, 0), (answer[0], answer[3]));
        return socket;
    }
}
