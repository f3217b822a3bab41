using System.Net;
using System.Net.Sockets;

namespace AutoValley.Benchmarks.Mqtt;

/// <summary>A connection of the load, through CONNECT.</summary>
internal static class LoadConnection
{
    public static async Task<Socket> OpenAsync(int port, string clientId, CancellationToken cancellation, ushort keepAliveSeconds = 0)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port, cancellation);
        await AskAsync(socket, RawPackets.ConnectAs(clientId, keepAliveSeconds), RawPackets.AckBytes, cancellation);
        return socket;
    }

    /// <summary>Sends a packet and waits for its answer of so many bytes.</summary>
    public static async Task AskAsync(Socket socket, byte[] packet, int answerBytes, CancellationToken cancellation)
    {
        await socket.SendAsync(packet, cancellation);
        var answer = new byte[answerBytes];
        for (var got = 0; got < answer.Length;)
        {
            var read = await socket.ReceiveAsync(answer.AsMemory(got), cancellation);
            if (read == 0)
                throw new BenchmarkException("a peer closed the connection of the load");
            got += read;
        }
        if (answer[^1] >= 0x80 || (answer[0] == RawPackets.ConnAck && answer[^1] != 0))
            throw new BenchmarkException($"a peer refused the load: {Convert.ToHexString(answer)}");
    }
}
