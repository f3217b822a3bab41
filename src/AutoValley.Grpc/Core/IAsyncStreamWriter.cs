namespace Grpc.Core;

/// <summary>Writes the messages of a stream.</summary>
public interface IAsyncStreamWriter<in T>
{
    /// <summary>For the writes from now on; null for the call's own.</summary>
    WriteOptions? WriteOptions { get; set; }

    /// <summary>Writes one message; completes when the connection has taken it, the stream's back-pressure. One at a time.</summary>
    Task WriteAsync(T message);

    /// <summary>Writes one message.</summary>
    Task WriteAsync(T message, CancellationToken cancellationToken) => cancellationToken.CanBeCanceled
        ? throw new NotSupportedException("this stream writer takes no token")
        : WriteAsync(message);
}

/// <summary>Writes the requests of a call.</summary>
public interface IClientStreamWriter<in T> : IAsyncStreamWriter<T>
{
    /// <summary>No more requests will come.</summary>
    Task CompleteAsync();
}

/// <summary>Writes the responses of a call; the stream ends when the handler does.</summary>
public interface IServerStreamWriter<in T> : IAsyncStreamWriter<T>
{
}
