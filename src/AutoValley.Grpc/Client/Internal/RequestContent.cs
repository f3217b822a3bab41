using System.Net;

namespace Grpc.Net.Client.Internal;

/// <summary>The body of one attempt at a call.</summary>
internal abstract class RequestContent : HttpContent
{
    /// <summary>Writes the requests.</summary>
    protected abstract Task SendAsync(Stream body, CancellationToken stop);

    protected sealed override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected sealed override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(stream, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The HTTP stream has ended, and the handler cancels the body without saying how. A write says it, and is sent no more.
            await stream.WriteAsync(new byte[1], cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    protected sealed override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
