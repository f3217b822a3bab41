using Microsoft.Extensions.Logging;

namespace AutoValley.Edge.Sources.Json;

/// <summary>Line-delimited JSON of one stream, such as standard input; ends with it.</summary>
/// <param name="name">For logs and errors.</param>
/// <param name="open">Opens the stream; once a run.</param>
/// <param name="clock">Gives the time of samples that say none.</param>
/// <param name="logger">Is told of the first line that is refused; null of none.</param>
public sealed class JsonStreamSource(string name, Func<Stream> open, TimeProvider clock, ILogger? logger = null) : ISampleSource
{
    /// <inheritdoc/>
    public string Name => name;

    /// <summary>What became of its lines.</summary>
    public JsonLineStatistics Statistics { get; } = new(name, logger);

    /// <inheritdoc/>
    public IReadOnlyList<SourceCount> Counts => Statistics.Counts;

    /// <inheritdoc/>
    public string? LastFault => Statistics.LastReason;

    /// <inheritdoc/>
    public async Task RunAsync(ISampleSink sink, CancellationToken cancellation)
    {
        try
        {
            await using var stream = open();
            await new JsonLines(new JsonGroups(sink), clock, Statistics).ReadAsync(stream, cancellation);
        }
        catch (IOException exception)
        {
            throw new SourceException($"{Name}: {exception.Message}", exception);
        }
    }
}
