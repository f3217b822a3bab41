namespace AutoValley.Edge.Sources.Mapping;

/// <summary>A source whose signals are renamed and scaled on their way.</summary>
public sealed class MappedSource(ISampleSource source, SignalMapping mapping) : ISampleSource
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
    public Task RunAsync(ISampleSink sink, CancellationToken cancellation) => source.RunAsync(new MappedSink(sink, mapping), cancellation);
}
