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
    public async Task RunAsync(ISampleSink sink, CancellationToken cancellation)
    {
        mapped = new MappedSink(sink, mapping);
        try
        {
            await source.RunAsync(mapped, cancellation);
        }
        catch (ArgumentException misfit)
        {
            // Signals that show only when they come cannot be checked at the start.
            throw new SourceException($"{Name}: {misfit.Message}", misfit);
        }
    }
}
