namespace Grpc.Core;

/// <summary>The messages of a stream, one after the other.</summary>
public interface IAsyncStreamReader<out T>
{
    /// <summary>The message that the last <see cref="MoveNext"/> with true has read.</summary>
    T Current { get; }

    /// <summary>Waits for the next message; false at the stream's end. One at a time.</summary>
    /// <exception cref="RpcException">The call ended with another status than OK.</exception>
    Task<bool> MoveNext(CancellationToken cancellationToken);
}
