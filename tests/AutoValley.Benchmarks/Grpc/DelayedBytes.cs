using System.Buffers;
using System.Diagnostics;
using System.Net.Sockets;
using System.Threading.Channels;

namespace AutoValley.Benchmarks.Grpc;

/// <summary>One direction of a link: bytes go on when they are old enough.</summary>
internal sealed class DelayedBytes(Socket from, Socket to, TimeSpan delay)
{
    private const int PieceBytes = 256 << 10;

    // What is on its way at most: 64 MiB, more than any window of HTTP/2 here.
    private const int Pieces = 256;

    private readonly Channel<(byte[] Bytes, int Count, long Due)> underWay = Channel.CreateBounded<(byte[], int, long)>(Pieces);

    /// <summary>Runs until one end closes.</summary>
    public Task RunAsync(CancellationToken cancellation) => Task.WhenAll(ReceiveAsync(cancellation), SendAsync(cancellation));

    private async Task ReceiveAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                var bytes = ArrayPool<byte>.Shared.Rent(PieceBytes);
                var count = await from.ReceiveAsync(bytes.AsMemory(), cancellation);
                if (count == 0)
                    return;
                await underWay.Writer.WriteAsync((bytes, count, Stopwatch.GetTimestamp() + (long)(delay.TotalSeconds * Stopwatch.Frequency)), cancellation);
            }
        }
        finally
        {
            underWay.Writer.TryComplete();
        }
    }

    private async Task SendAsync(CancellationToken cancellation)
    {
        await foreach (var (bytes, count, due) in underWay.Reader.ReadAllAsync(cancellation))
        {
            // The timer's ticks are a millisecond; the last one is waited for here.
            if (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is { TotalMilliseconds: > 0.5 } left)
                await Task.Delay(left, cancellation);
            for (var sent = 0; sent < count;)
                sent += await to.SendAsync(bytes.AsMemory(sent, count - sent), cancellation);
            ArrayPool<byte>.Shared.Return(bytes);
        }
        to.Shutdown(SocketShutdown.Send);
    }
}
