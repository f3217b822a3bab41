using Grpc.Core;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>The requests of a client-streaming or duplex call.</summary>
internal sealed class RequestStreamReader<TRequest>(ServerCall call, Marshaller<TRequest> marshaller) : IAsyncStreamReader<TRequest>
    where TRequest : class
{
    private TRequest? _current;
    private int _reading;
    private bool _ended;

    public TRequest Current => _current ?? throw new InvalidOperationException("there is no request yet, or no more");

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _reading, 1) != 0)
            throw new InvalidOperationException("the read before has not completed");
        try
        {
            if (_ended)
                return false;
            var outcome = await call.ReadAsync(marshaller, cancellationToken);
            _current = outcome.Message;
            _ended = !outcome.Found;
            return outcome.Found;
        }
        finally
        {
            Volatile.Write(ref _reading, 0);
        }
    }
}
