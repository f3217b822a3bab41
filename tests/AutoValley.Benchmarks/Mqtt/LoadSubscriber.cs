using System.Diagnostics;
using System.Net.Sockets;

namespace AutoValley.Benchmarks.Mqtt;

/// <summary>Gets all publishes of the load, acknowledges them, and notes how long each took.</summary>
internal sealed class LoadSubscriber : IDisposable
{
    private const int BufferBytes = 256 * 1024;
    private const int SubAckBytes = 5;

    private readonly Socket socket;
    private readonly byte[] buffer = new byte[BufferBytes];
    private readonly byte[] acks = new byte[BufferBytes / 16];
    private readonly int[] deliveries;
    private int held;

    private LoadSubscriber(Socket socket, int publishers) => (this.socket, deliveries) = (socket, new int[publishers]);

    public static async Task<LoadSubscriber> OpenAsync(int port, LoadCase load, CancellationToken cancellation)
    {
        var socket = await LoadConnection.OpenAsync(port, "subscriber", cancellation);
        await LoadConnection.AskAsync(socket, RawPackets.SubscribeTo("load/+", load.Qos), SubAckBytes, cancellation);
        return new LoadSubscriber(socket, load.Clients);
    }

    /// <summary>Runs until the latencies are full, one a publish, in ticks of the stopwatch.</summary>
    public async Task RunAsync(IReadOnlyList<LoadPublisher> publishers, long[] latencies, CancellationToken cancellation)
    {
        for (var count = 0; count < latencies.Length;)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(held), cancellation);
            if (read == 0)
                throw new BenchmarkException("a peer closed the connection of the subscriber");
            held += read;
            var ackBytes = Take(latencies, ref count);
            if (ackBytes > 0)
                await socket.SendAsync(acks.AsMemory(0, ackBytes), cancellation);
            Credit(publishers);
        }
    }

    public void Dispose() => socket.Dispose();

    private int Take(long[] latencies, ref int count)
    {
        var (now, at, ackBytes) = (Stopwatch.GetTimestamp(), 0, 0);
        while (RawPackets.Measure(buffer.AsSpan(at, held - at), out var head) is var length and > 0)
        {
            var packet = buffer.AsSpan(at, length);
            at += length;
            if ((packet[0] & 0xF0) != RawPackets.Publish)
                continue;
            var payload = head + 2 + (packet[head] << 8 | packet[head + 1]);
            if ((packet[0] & 6) != 0)
            {
                ReadOnlySpan<byte> ack = [RawPackets.PubAck, 2, packet[payload], packet[payload + 1]];
                ack.CopyTo(acks.AsSpan(ackBytes));
                (ackBytes, payload) = (ackBytes + ack.Length, payload + 2);
            }
            var (sent, publisher) = LoadMark.Read(packet[payload..]);
            latencies[count++] = now - sent;
            deliveries[publisher]++;
        }
        buffer.AsSpan(at, held - at).CopyTo(buffer);
        held -= at;
        return ackBytes;
    }

    private void Credit(IReadOnlyList<LoadPublisher> publishers)
    {
        for (var publisher = 0; publisher < deliveries.Length; publisher++)
        {
            if (deliveries[publisher] == 0)
                continue;
            publishers[publisher].Deliver(deliveries[publisher]);
            deliveries[publisher] = 0;
        }
    }
}
