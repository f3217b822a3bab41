using System.Net;
using Grpc.Wire;

namespace Grpc.Net.Client.Internal;

/// <summary>A request's body that stays open while requests are written to it.</summary>
internal sealed class StreamedContent(Func<Stream, MessageWriter> createWriter) : HttpContent
{
    private readonly TaskCompletionSource<MessageWriter> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The writer, once the connection has a stream for the call.</summary>
    public Task<MessageWriter> Opened => _opened.Task;

    /// <summary>Ends the body.</summary>
    public void Complete() => _completed.TrySetResult();

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // Sends the headers: without it they wait for the first message, and a call that reads first hangs.
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        var writer = createWriter(stream);
        _opened.TrySetResult(writer);
        await _completed.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        // What was written with BufferHint may still be here.
        await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
