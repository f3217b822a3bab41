using System.Net;
using Grpc.Net.Client.Internal.Retries;

namespace Grpc.Net.Client.Internal;

/// <summary>The body of one attempt at a call that streams its requests: open until they are complete, or it is disposed.</summary>
internal sealed class StreamedContent(RequestBuffer requests) : HttpContent
{
    private readonly CancellationTokenSource _givenUp = new();

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _givenUp.Token);
        try
        {
            // Sends the headers: without it they wait for the first message, and a call that reads first hangs.
            await stream.FlushAsync(stop.Token).ConfigureAwait(false);
            await requests.SendAsync(stream, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The HTTP stream has ended, and the handler cancels the body without saying how. A write says it, and is sent no more.
            await stream.WriteAsync(new byte[1], cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        _givenUp.Cancel();
        base.Dispose(disposing);
    }
}
