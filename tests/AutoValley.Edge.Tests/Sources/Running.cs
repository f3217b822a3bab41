using AutoValley.Edge.Sources;
using AutoValley.Testing;

namespace AutoValley.Edge.Tests.Sources;

/// <summary>A source that runs until this is disposed, and has to end by that.</summary>
internal sealed class Running : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Task running;

    public Running(ISampleSource source, ISampleSink sink) => running = Task.Run(() => source.RunAsync(sink, stop.Token));

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Eventually.Limit));
        stop.Dispose();
    }
}
