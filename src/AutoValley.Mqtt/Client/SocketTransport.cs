using System.IO.Pipelines;
using System.Net.Sockets;

namespace AutoValley.Mqtt.Client;

/// <summary>A TCP connection as a pair of pipes.</summary>
internal sealed class SocketTransport : IDuplexPipe, IDisposable
{
    /// <summary>Receive buffer: several batches a read.</summary>
    private const int BufferBytes = 64 * 1024;

    private readonly NetworkStream stream;

    private SocketTransport(Socket socket)
    {
        stream = new NetworkStream(socket, ownsSocket: true);
        Input = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: BufferBytes, minimumReadSize: 4096));
        Output = PipeWriter.Create(stream, new StreamPipeWriterOptions(minimumBufferSize: BufferBytes));
    }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    /// <summary>Connects.</summary>
    /// <exception cref="MqttException">There is no such host, or nobody listens.</exception>
    public static async Task<SocketTransport> ConnectAsync(string host, int port, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, port, cancellation);
            return new SocketTransport(socket);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new MqttException(MqttReasonCode.ServerUnavailable, $"cannot connect to {host}:{port}: {e.Message}", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public void Dispose() => stream.Dispose();
}
