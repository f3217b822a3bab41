using System.Threading.Channels;
using AutoValley.Server.Ingest;
using AutoValley.Storage;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Server.Services;

/// <summary>
/// The answering half of one IngestService.Publish: waits for what was accepted, in order, and answers with as few watermarks as
/// the reader's speed allows, while the asking half goes on reading.
/// </summary>
internal sealed class PublishCall : IAsyncDisposable
{
    // Batches between reading and durable, a call; beyond it HTTP/2 flow control stops the sender.
    private const int MaximumPending = 256;

    private readonly Channel<Task<AcceptResult>> pending = Channel.CreateBounded<Task<AcceptResult>>(MaximumPending);
    private readonly ISampleStore store;
    private readonly IServerStreamWriter<PublishResponse> responses;
    private readonly Task answering;

    public PublishCall(ISampleStore store, IServerStreamWriter<PublishResponse> responses, CancellationToken cancellation)
    {
        (this.store, this.responses) = (store, responses);
        answering = AnswerAsync(cancellation);
    }

    /// <summary>Takes over something that is being accepted; waits while too much is.</summary>
    /// <exception cref="RpcException">UNAVAILABLE: an earlier batch could not be made durable.</exception>
    public async ValueTask AddAsync(ValueTask<AcceptResult> accepting)
    {
        if (!await pending.Writer.WaitToWriteAsync())
            await answering;
        await pending.Writer.WriteAsync(accepting.AsTask());
    }

    /// <summary>All was asked: waits until all is answered.</summary>
    public Task FinishAsync()
    {
        pending.Writer.TryComplete();
        return answering;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        pending.Writer.TryComplete();
        await answering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task AnswerAsync(CancellationToken cancellation)
    {
        try
        {
            while (await pending.Reader.WaitToReadAsync(cancellation))
            {
                var moved = new HashSet<Session>();
                while (pending.Reader.TryRead(out var accepting))
                {
                    var result = await accepting;
                    if (result.Session is { } session)
                        moved.Add(session);
                    if (result.Outcome.IsRejected())
                        await WriteAsync(new PublishResponse { Rejected = ToRejection(result) }, cancellation);
                }
                foreach (var session in moved)
                    await WriteAsync(new PublishResponse { Watermark = Watermarks.ToProto(session, store.GetWatermark(session)) }, cancellation);
            }
        }
        catch (StoreUnavailableException unavailable)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, unavailable.Message));
        }
        finally
        {
            pending.Writer.TryComplete();
        }
    }

    private Task WriteAsync(PublishResponse response, CancellationToken cancellation) => responses.WriteAsync(response, cancellation);

    private static Rejection ToRejection(AcceptResult result) => new() { Reason = result.Outcome.ToReason(), Detail = result.Detail };
}
