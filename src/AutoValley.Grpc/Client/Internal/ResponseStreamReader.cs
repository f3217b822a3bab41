using Grpc.Core;

namespace Grpc.Net.Client.Internal;

/// <summary>Reads the responses of a server-streaming or duplex call.</summary>
internal sealed class ResponseStreamReader<TRequest, TResponse>(ClientCall<TRequest, TResponse> call) : IAsyncStreamReader<TResponse>
    where TRequest : class
    where TResponse : class
{
    private TResponse? _current;
    private int _reading;

    public TResponse Current => _current ?? throw new InvalidOperationException("there is no response yet, or no more");

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _reading, 1) != 0)
            throw new InvalidOperationException("the read before has not completed");
        await using var cancellation = cancellationToken.UnsafeRegister(
            static call => ((ClientCall<TRequest, TResponse>)call!).End(CallErrors.Cancelled), call);
        try
        {
            var outcome = await call.ReadAsync().ConfigureAwait(false);
            _current = outcome.Message;
            return outcome.Found;
        }
        finally
        {
            Volatile.Write(ref _reading, 0);
        }
    }
}
