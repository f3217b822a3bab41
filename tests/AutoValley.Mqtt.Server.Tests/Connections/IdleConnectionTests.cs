using System.Net;
using System.Net.Sockets;
using AutoValley.Mqtt.Server.Tests.Support;
using AutoValley.Mqtt.Tests.Packets;
using AutoValley.Testing;

namespace AutoValley.Mqtt.Server.Tests.Connections;

/// <summary>What a connection costs that is there and says nothing, in a process in which nothing else is.</summary>
[Collection(nameof(IdleConnectionTests))]
[CollectionDefinition(nameof(IdleConnectionTests), DisableParallelization = true)]
public sealed class IdleConnectionTests
{
    // The goal is 15 KiB each with 10,000 (`benchmarks mqtt-idle`).
    private const int First = 100, Count = 2_000, MaximumBytes = 10 * 1024;

    [Fact]
    public async Task Connections_IdleOverTcp_CostLessThanTheirShare()
    {
        await using var endpoint = await EndpointProcess.StartAsync();
        var sockets = new List<Socket>();
        // What is made once is not a connection's.
        for (var i = 0; i < First; i++)
            sockets.Add(Connect(endpoint.Port, i));
        var before = await endpoint.AskAsync(HeapAnswers.Alive);
        for (var i = First; i < First + Count; i++)
            sockets.Add(Connect(endpoint.Port, i));
        var each = (await endpoint.AskAsync(HeapAnswers.Alive) - before) / Count;
        Assert.True(each < MaximumBytes, $"{each} bytes each, at most {MaximumBytes}");
        sockets.ForEach(socket => socket.Dispose());
    }

    private static Socket Connect(int port, int number)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 60_000 };
        socket.Connect(IPAddress.Loopback, port);
        // CONNECT of MQTT 5 with a client id of four digits.
        socket.Send(Wire.Bytes($"10 11 0004 4D515454 05 02 003C 00 0004 {Convert.ToHexString(System.Text.Encoding.ASCII.GetBytes($"{number:D4}"))}"));
        var answer = new byte[64];
        Assert.True(socket.Receive(answer) > 0);
        Assert.Equal((0x20, 0), (answer[0], answer[3]));
        return socket;
    }
}
