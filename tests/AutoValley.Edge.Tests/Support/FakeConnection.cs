using System.Threading.Channels;
using AutoValley.Edge.Uplink;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Tests.Support;

/// <summary>One connection to a <see cref="FakeServer"/>.</summary>
internal sealed class FakeConnection(FakeServer server) : IUplinkConnection
{
    private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Channel<(TopicKind Topic, byte[] Payload)> Sent { get; } = Channel.CreateUnbounded<(TopicKind, byte[])>();

    public bool Subscribed { get; private set; }

    public bool Disconnected { get; private set; }

    public bool Disposed { get; private set; }

    public Task Closed => closed.Task;

    /// <summary>Cuts it, as a lost network does.</summary>
    public void Cut(string reason = "cut") => closed.TrySetException(new IOException(reason));

    public async ValueTask<PublishAnswer> PublishAsync(TopicKind topic, ReadOnlyMemory<byte> payload, bool retain, CancellationToken cancellation)
    {
        if (closed.Task.IsCompleted)
            throw new IOException("closed");
        var answer = server.TakeAsync(this, new FakePublish(topic, payload.ToArray(), retain)).AsTask();
        if (await Task.WhenAny(answer, closed.Task).WaitAsync(cancellation) == closed.Task)
            throw new IOException("closed");
        return new PublishAnswer(await answer, "as scripted");
    }

    public Task<string?> SubscribeAsync(CancellationToken cancellation)
    {
        Subscribed = true;
        return Task.FromResult<string?>(null);
    }

    public async ValueTask<(TopicKind Topic, ReadOnlyMemory<byte> Payload)> ReadAsync(CancellationToken cancellation) => await Sent.Reader.ReadAsync(cancellation);

    public Task DisconnectAsync(CancellationToken cancellation)
    {
        Disconnected = true;
        closed.TrySetResult();
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        Disposed = true;
        closed.TrySetResult();
        return ValueTask.CompletedTask;
    }
}
