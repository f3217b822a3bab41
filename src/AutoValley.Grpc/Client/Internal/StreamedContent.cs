using Grpc.Net.Client.Internal.Retries;

namespace Grpc.Net.Client.Internal;

/// <summary>A body that is open until its requests are complete, or it is disposed.</summary>
internal sealed class StreamedContent(RequestBuffer requests) : RequestContent
{
    private readonly CancellationTokenSource _givenUp = new();

    protected override async Task SendAsync(Stream body, CancellationToken stop)
    {
        using var any = CancellationTokenSource.CreateLinkedTokenSource(stop, _givenUp.Token);
        // Sends the headers: without it they wait for the first message, and a call that reads first hangs.
        await body.FlushAsync(any.Token).ConfigureAwait(false);
        await requests.SendAsync(body, any.Token).ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        _givenUp.Cancel();
        base.Dispose(disposing);
    }
}
