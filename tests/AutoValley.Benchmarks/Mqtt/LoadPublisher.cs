using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;

namespace AutoValley.Benchmarks.Mqtt;

/// <summary>Publishes so that never more than a window of its publishes is under way; one is done when the subscriber has it.</summary>
internal sealed class LoadPublisher : IDisposable
{
    private readonly Socket socket;
    private readonly LoadCase load;
    private readonly int number;
    private readonly byte[] template;
    private readonly byte[] buffer;
    private readonly int idOffset;
    private readonly int payloadOffset;
    private readonly SemaphoreSlim credit = new(0);
    private int waiting;
    private long delivered;
    private ushort id;

    private LoadPublisher(Socket socket, LoadCase load, int number)
    {
        (this.socket, this.load, this.number) = (socket, load, number);
        template = RawPackets.PublishOf($"load/{number}", load.Qos, load.PayloadBytes, out idOffset, out payloadOffset);
        buffer = new byte[template.Length * load.Window];
        for (var at = 0; at < buffer.Length; at += template.Length)
            template.CopyTo(buffer, at);
    }

    public static async Task<LoadPublisher> OpenAsync(int port, LoadCase load, int number, CancellationToken cancellation) =>
        new(await LoadConnection.OpenAsync(port, $"publisher-{number}", cancellation), load, number);

    /// <summary>The subscriber got so many of its publishes.</summary>
    public void Deliver(int count)
    {
        Volatile.Write(ref delivered, delivered + count);
        if (Interlocked.Exchange(ref waiting, 0) == 1)
            credit.Release();
    }

    /// <summary>Publishes so many, and waits for their acknowledgements with QoS 1.</summary>
    public async Task RunAsync(long count, CancellationToken cancellation)
    {
        var acknowledged = load.Qos == 0 ? Task.CompletedTask : ReadAcksAsync(count, cancellation);
        var until = delivered + count;
        for (var sent = until - count; sent < until;)
        {
            var now = (int)Math.Min(load.Window - (sent - Volatile.Read(ref delivered)), until - sent);
            if (now == 0)
            {
                await WaitAsync(sent, cancellation);
                continue;
            }
            Fill(now);
            await socket.SendAsync(buffer.AsMemory(0, now * template.Length), cancellation);
            sent += now;
        }
        await acknowledged;
    }

    public void Dispose()
    {
        socket.Dispose();
        credit.Dispose();
    }

    private void Fill(int count)
    {
        var now = Stopwatch.GetTimestamp();
        for (var at = 0; at < count * template.Length; at += template.Length)
        {
            LoadMark.Write(buffer.AsSpan(at + payloadOffset), now, number);
            if (idOffset > 0)
                BinaryPrimitives.WriteUInt16BigEndian(buffer.AsSpan(at + idOffset), id = (ushort)(id % 65_535 + 1));
        }
    }

    private async Task WaitAsync(long sent, CancellationToken cancellation)
    {
        // A whole fence: the flag is seen before the look at what came between.
        Interlocked.Exchange(ref waiting, 1);
        if (Volatile.Read(ref delivered) > sent - load.Window && Interlocked.Exchange(ref waiting, 0) == 1)
            return;
        await credit.WaitAsync(cancellation);
    }

    private async Task ReadAcksAsync(long count, CancellationToken cancellation)
    {
        var answers = new byte[4096];
        for (var left = count * RawPackets.AckBytes; left > 0;)
        {
            var read = await socket.ReceiveAsync(answers, cancellation);
            if (read == 0)
                throw new BenchmarkException("a peer closed the connection of a publisher");
            left -= read;
        }
    }
}
