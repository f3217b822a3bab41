using System.IO.Pipelines;

namespace AutoValley.Testing;

/// <summary>One end of a connection that exists in memory only.</summary>
public sealed class MemoryTransport : IDuplexPipe, IDisposable
{
    private readonly Pipe incoming;
    private readonly Pipe outgoing;

    private MemoryTransport(Pipe incoming, Pipe outgoing) => (this.incoming, this.outgoing) = (incoming, outgoing);

    /// <inheritdoc/>
    public PipeReader Input => incoming.Reader;

    /// <inheritdoc/>
    public PipeWriter Output => outgoing.Writer;

    /// <summary>Two ends. Whoever writes more than the buffer's size waits until the other one reads.</summary>
    public static (MemoryTransport Client, MemoryTransport Server) CreatePair(int bufferBytes = 64 * 1024)
    {
        var options = new PipeOptions(pauseWriterThreshold: bufferBytes, resumeWriterThreshold: bufferBytes / 2, useSynchronizationContext: false);
        var (up, down) = (new Pipe(options), new Pipe(options));
        return (new MemoryTransport(down, up), new MemoryTransport(up, down));
    }

    /// <summary>Lets whoever waits to read or write at this end go, as an aborted socket does; its loops complete the pipes, and the other end sees that.</summary>
    public void Abort()
    {
        incoming.Reader.CancelPendingRead();
        outgoing.Writer.CancelPendingFlush();
    }

    /// <summary>Breaks the connection from this end: the other one reads the end of the stream, and cannot write.</summary>
    public void Dispose()
    {
        Abort();
        incoming.Reader.Complete();
        outgoing.Writer.Complete();
    }
}
