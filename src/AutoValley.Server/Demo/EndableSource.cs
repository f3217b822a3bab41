using AutoValley.Edge.Sources;

namespace AutoValley.Server.Demo;

/// <summary>A source that can be told that its input is over, which is not the same as cancelling the agent that reads it.</summary>
internal sealed class EndableSource(ISampleSource source) : ISampleSource, IDisposable
{
    private readonly CancellationTokenSource end = new();

    public string Name => source.Name;

    /// <summary>Ends the source as if its input were over.</summary>
    public void End() => end.Cancel();

    public async Task RunAsync(ISampleSink sink, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellation);
        try
        {
            await source.RunAsync(sink, either.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            // The input is over.
        }
    }

    public void Dispose() => end.Dispose();
}
