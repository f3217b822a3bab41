using Grpc.Core;

namespace AutoValley.Server.Tests.Services;

/// <summary>A response stream that hands each response to a test before the next is written.</summary>
internal sealed class StreamWriterStub<T>(Func<T, Task> receive) : IServerStreamWriter<T>
{
    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(T message) => receive(message);

    public Task WriteAsync(T message, CancellationToken cancellationToken) => receive(message);
}
