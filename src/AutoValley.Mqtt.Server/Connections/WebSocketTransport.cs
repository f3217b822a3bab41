using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;

namespace AutoValley.Mqtt.Server.Connections;

/// <summary>
/// A WebSocket as a stream of bytes: frames in are joined, whatever packets they cut [MQTT-6.0.0-2]; out goes one binary frame a flush. A text frame ends the
/// connection [MQTT-6.0.0-1].
/// </summary>
internal sealed class WebSocketTransport : IDuplexPipe, IAsyncDisposable
{
    /// <summary>Bytes received and not taken, at which the socket is not read any more; the same the other way.</summary>
    private const int PauseBytes = 64 * 1024;

    private const int ReadBytes = 4 * 1024;

    private readonly WebSocket socket;
    private readonly TimeSpan closeTimeout;
    private readonly Pipe incoming = new(new PipeOptions(pauseWriterThreshold: PauseBytes, resumeWriterThreshold: PauseBytes / 2, useSynchronizationContext: false));
    private readonly Pipe outgoing = new(new PipeOptions(pauseWriterThreshold: PauseBytes, resumeWriterThreshold: PauseBytes / 2, useSynchronizationContext: false));
    private readonly Task receiving;
    private readonly Task sending;

    public WebSocketTransport(WebSocket socket, TimeSpan closeTimeout)
    {
        (this.socket, this.closeTimeout) = (socket, closeTimeout);
        receiving = ReceiveAsync();
        sending = SendAsync();
    }

    public PipeReader Input => incoming.Reader;

    public PipeWriter Output => outgoing.Writer;

    /// <summary>Lets the last bytes out, says goodbye, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        using var timeout = new CancellationTokenSource(closeTimeout);
        try
        {
            await sending.WaitAsync(timeout.Token);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, timeout.Token);
            // Its answer; to go without would reset the connection, and take the last bytes with it.
            await receiving.WaitAsync(timeout.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or InvalidOperationException or IOException)
        {
            // The peer is gone, or does not read: nothing is owed to it.
        }
        socket.Abort();
        await receiving;
    }

    private async Task ReceiveAsync()
    {
        Exception? failure = null;
        try
        {
            while (true)
            {
                var result = await socket.ReceiveAsync(incoming.Writer.GetMemory(ReadBytes), CancellationToken.None);
                if (result.MessageType != WebSocketMessageType.Binary)
                    break;
                // After this side's end, what still comes is thrown away until the peer's.
                incoming.Writer.Advance(result.Count);
                await incoming.Writer.FlushAsync();
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or InvalidOperationException)
        {
            failure = new IOException("the WebSocket broke", e);
        }
        await incoming.Writer.CompleteAsync(failure);
    }

    private async Task SendAsync()
    {
        try
        {
            while (true)
            {
                var result = await outgoing.Reader.ReadAsync();
                var buffer = result.Buffer;
                if (!buffer.IsEmpty)
                    await SendAsync(buffer);
                outgoing.Reader.AdvanceTo(buffer.End);
                if (result.IsCompleted)
                    break;
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or InvalidOperationException)
        {
            // The writer hears of it as a completed reader.
        }
        await outgoing.Reader.CompleteAsync();
    }

    private async Task SendAsync(ReadOnlySequence<byte> bytes)
    {
        var rest = bytes.Length;
        foreach (var piece in bytes)
        {
            rest -= piece.Length;
            await socket.SendAsync(piece, WebSocketMessageType.Binary, endOfMessage: rest == 0, CancellationToken.None);
        }
    }
}
