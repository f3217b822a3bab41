namespace AutoValley.Edge.Sources.Mapping;

/// <summary>A source whose signals are renamed, converted and sampled on their way.</summary>
public sealed class MappedSource(ISampleSource source, SignalMapping mapping) : ISampleSource
{
    private volatile MappedSink? mapped;

    /// <inheritdoc/>
    public string Name => source.Name;

    /// <inheritdoc/>
    public IReadOnlyList<SourceCount> Counts => [.. source.Counts, .. mapped?.Counts ?? []];

    /// <inheritdoc/>
    public string? LastFault => source.LastFault;

    /// <inheritdoc/>
    public string? Outage => source.Outage;

    /// <inheritdoc/>
    public IReadOnlyList<SignalSpec>? Signals => source.Signals;

    /// <inheritdoc/>
    public Task RunAsync(ISampleSink sink, CancellationToken cancellation)
    {
        mapped = new MappedSink(sink, mapping);
        return source.RunAsync(mapped, cancellation);
    }
}
