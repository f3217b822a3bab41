using AutoValley.Edge.Sources;

namespace AutoValley.Edge.Clock.Live;

/// <summary>A source that may hold a receiver's own time, which is shown to the vehicle's clock on its way.</summary>
internal sealed class ReceiverTimeSource(ISampleSource source, LiveClock clock) : ISampleSource
{
    /// <inheritdoc/>
    public string Name => source.Name;

    /// <inheritdoc/>
    public IReadOnlyList<SourceCount> Counts => source.Counts;

    /// <inheritdoc/>
    public string? LastFault => source.LastFault;

    /// <inheritdoc/>
    public string? Outage => source.Outage;

    /// <inheritdoc/>
    public Task RunAsync(ISampleSink sink, CancellationToken cancellation) =>
        source.RunAsync(new ReceiverTimeSink(sink, clock.Receiver(Name), 0), cancellation);
}
