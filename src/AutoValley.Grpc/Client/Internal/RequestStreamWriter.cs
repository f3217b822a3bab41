using Grpc.Core;
using Grpc.Net.Client.Internal.Retries;

namespace Grpc.Net.Client.Internal;

/// <summary>Writes the requests of a client-streaming or duplex call.</summary>
internal sealed class RequestStreamWriter<TRequest, TResponse>(ClientCall<TRequest, TResponse> call, RequestBuffer requests)
    : IClientStreamWriter<TRequest>
    where TRequest : class
    where TResponse : class
{
    private int _writing;
    private volatile bool _completed;

    public WriteOptions? WriteOptions { get; set; } = call.WriteOptions;

    public Task WriteAsync(TRequest message) => WriteAsync(message, CancellationToken.None);

    public async Task WriteAsync(TRequest message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (_completed)
            throw new InvalidOperationException("the request stream has been completed");
        if (Interlocked.Exchange(ref _writing, 1) != 0)
            throw new InvalidOperationException("the write before has not completed");
        await using var cancellation = cancellationToken.UnsafeRegister(
            static call => ((ClientCall<TRequest, TResponse>)call!).End(CallErrors.Cancelled), call);
        try
        {
            await WriteCoreAsync(message).ConfigureAwait(false);
        }
        finally
        {
            Volatile.Write(ref _writing, 0);
        }
    }

    public Task CompleteAsync()
    {
        if (Volatile.Read(ref _writing) != 0)
            throw new InvalidOperationException("the write before has not completed");
        _completed = true;
        requests.Complete();
        return Task.CompletedTask;
    }

    private async Task WriteCoreAsync(TRequest message)
    {
        var flags = WriteOptions?.Flags ?? default;
        var open = requests.OpenAsync(call.Stopped);
        await Task.WhenAny(open, call.Ended).ConfigureAwait(false);
        if (call.Ended.IsCompleted)
            throw Over();
        var writer = await open.ConfigureAwait(false);
        try
        {
            call.Write(writer, message, flags);
        }
        catch (Exception e)
        {
            // Half of a message may be in the body: no further one can be read by the server.
            call.Fail(e);
            throw;
        }
        try
        {
            await requests.FlushAsync(writer, flags.HasFlag(WriteFlags.BufferHint), call.Stopped).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            throw await LostAsync(e).ConfigureAwait(false);
        }
    }

    // The reason is the call's status. With one response someone is already reading towards it; with many it is behind those that
    // the caller has not read yet.
    private async Task<Exception> LostAsync(Exception failure)
    {
        if (call.HasSingleResponse)
            await call.Ended.ConfigureAwait(false);
        return call.Ended.IsCompleted ? Over() : new RpcException(new Status(
            StatusCode.Unavailable, "the server takes no more requests; the responses' end tells why", failure));
    }

    private Exception Over()
    {
        var status = call.GetStatus();
        return status.StatusCode == StatusCode.OK ? new InvalidOperationException("the call has ended") : call.Failure(status);
    }
}
