using System.Collections.Concurrent;
using System.Threading.Channels;
using AutoValley.Server.Ingest;
using AutoValley.Server.Refusals;
using AutoValley.Storage;
using AutoValley.V1;
using Google.Protobuf;
using Grpc.Core;

namespace AutoValley.Server.Services;

/// <summary>
/// The answering half of one IngestService.Publish. One task waits for what was accepted, in order; another tells the client, with as few
/// watermarks as its speed allows: a session waits to be told at most once, so that a client that does not read is not kept from
/// sending.
/// </summary>
internal sealed class PublishCall : IAsyncDisposable
{
    // Batches between reading and durable, a call; beyond it HTTP/2 flow control stops the sender.
    private const int MaximumPending = 256;

    // Sessions and rejections that a client was not told yet; beyond it too. Rejections cannot be conflated.
    private const int MaximumUntold = 1_024;

    private readonly Channel<Task<AcceptResult>> pending = Channel.CreateBounded<Task<AcceptResult>>(MaximumPending);
    private readonly Channel<AcceptResult> untold = Channel.CreateBounded<AcceptResult>(MaximumUntold);
    private readonly ConcurrentDictionary<Session, bool> waiting = new();
    private readonly ISampleStore store;
    private readonly IServerStreamWriter<PublishResponse> responses;
    private readonly CancellationToken cancellation;
    private readonly CancellationTokenSource reading;
    private readonly Task settling;
    private readonly Task telling;

    public PublishCall(ISampleStore store, IServerStreamWriter<PublishResponse> responses, CancellationToken cancellation)
    {
        (this.store, this.responses, this.cancellation) = (store, responses, cancellation);
        reading = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        (settling, telling) = (SettleAsync(), TellAsync());
    }

    /// <summary>The client's next request; false when it has half-closed.</summary>
    /// <exception cref="RpcException">UNAVAILABLE: a batch could not be made durable. The client may be waiting for its answer.</exception>
    public async Task<bool> NextAsync(IAsyncStreamReader<PublishRequest> requests)
    {
        try
        {
            return await requests.MoveNext(reading.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            await telling;
            throw;
        }
    }

    /// <summary>Takes over something that is being accepted; waits while too much is.</summary>
    /// <exception cref="RpcException">UNAVAILABLE: an earlier batch could not be made durable.</exception>
    public async ValueTask AddAsync(ValueTask<AcceptResult> accepting)
    {
        try
        {
            await pending.Writer.WriteAsync(accepting.AsTask(), cancellation);
        }
        catch (ChannelClosedException)
        {
            await telling;
            throw;
        }
    }

    /// <summary>All was asked: waits until all is answered.</summary>
    public Task FinishAsync()
    {
        pending.Writer.TryComplete();
        return telling;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        pending.Writer.TryComplete();
        untold.Writer.TryComplete();
        await Task.WhenAll(settling, telling).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        reading.Dispose();
    }

    private async Task SettleAsync()
    {
        try
        {
            await foreach (var accepting in pending.Reader.ReadAllAsync(cancellation))
            {
                var result = await accepting;
                if (result.Outcome.IsRejected() || (result.Session is { } session && waiting.TryAdd(session, true)))
                    await untold.Writer.WriteAsync(result, cancellation);
            }
            untold.Writer.TryComplete();
        }
        catch (Exception error)
        {
            // What was settled before is told first.
            untold.Writer.TryComplete(error is StoreUnavailableException unavailable ? Refusal.Unavailable(unavailable) : error);
        }
        finally
        {
            pending.Writer.TryComplete();
        }
    }

    private async Task TellAsync()
    {
        try
        {
            await foreach (var result in untold.Reader.ReadAllAsync(cancellation))
                await responses.WriteAsync(ToResponse(result), cancellation);
        }
        finally
        {
            untold.Writer.TryComplete();
            await reading.CancelAsync();
        }
    }

    private PublishResponse ToResponse(AcceptResult result)
    {
        if (result.Session is not { } session)
            return new PublishResponse { Rejected = ToRejection(result) };
        // What moves from here on is told again, so the watermark is read after this.
        waiting.TryRemove(session, out _);
        return new PublishResponse { Watermark = Watermarks.ToProto(session, store.GetWatermark(session)) };
    }

    private static Rejection ToRejection(AcceptResult result)
    {
        var rejection = new Rejection { Reason = result.Outcome.ToReason(), Detail = result.Detail };
        if (result.Refused is { } batch)
            (rejection.Session, rejection.Sequence) = (ByteString.CopyFrom(batch.Session.ToByteArray()), batch.Sequence);
        return rejection;
    }
}
