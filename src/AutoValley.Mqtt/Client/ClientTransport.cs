using System.IO.Pipelines;

namespace AutoValley.Mqtt.Client;

/// <summary>A connection to a server as a pair of pipes: TCP or WebSocket, with TLS or without.</summary>
internal sealed class ClientTransport : IDuplexPipe, IDisposable
{
    /// <summary>Receive buffer: several batches a read.</summary>
    private const int BufferBytes = 64 * 1024;

    private readonly Stream stream;
    private readonly IDisposable? owner;

    private ClientTransport(Stream stream, IDisposable? owner)
    {
        (this.stream, this.owner) = (stream, owner);
        Input = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: BufferBytes, minimumReadSize: 4096));
        Output = PipeWriter.Create(stream, new StreamPipeWriterOptions(minimumBufferSize: BufferBytes));
    }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    /// <summary>Connects as the options say.</summary>
    /// <exception cref="MqttException">There is no such host, nobody listens, the certificate is not trusted, or it is another protocol.</exception>
    public static async Task<ClientTransport> ConnectAsync(MqttClientOptions options, CancellationToken cancellation)
    {
        try
        {
            if (options.Transport == MqttTransport.WebSocket)
            {
                var (frames, socket) = await WebSocketDial.ConnectAsync(options, cancellation);
                return new ClientTransport(frames, socket);
            }
            return new ClientTransport(await SocketDial.ConnectAsync(options, cancellation), null);
        }
        catch (Exception e) when (ConnectFailure.Explain(e, options) is { } explained)
        {
            throw explained;
        }
    }

    public void Dispose()
    {
        stream.Dispose();
        owner?.Dispose();
    }
}
