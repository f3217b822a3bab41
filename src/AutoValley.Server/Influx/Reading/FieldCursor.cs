using AutoValley.Telemetry;

namespace AutoValley.Server.Influx.Reading;

/// <summary>Goes through the samples of a field in order of time.</summary>
internal sealed class FieldCursor(IAsyncEnumerator<Samples> source) : IAsyncDisposable
{
    private Samples? current;
    private int index;

    /// <summary>Whether nothing is left.</summary>
    public bool IsAtEnd => current is null;

    /// <summary>Of the sample it is at, Unix nanoseconds.</summary>
    public long Time => current!.Times.Span[index];

    /// <summary>Value of the sample it is at.</summary>
    public SampleValue Value => SampleValue.At(current!.Values, index);

    /// <summary>Goes to the next sample, or the first.</summary>
    public ValueTask MoveAsync() => current is not null && ++index < current.Count ? default : LoadAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => source.DisposeAsync();

    private async ValueTask LoadAsync()
    {
        index = 0;
        do
            current = await source.MoveNextAsync() ? source.Current : null;
        while (current is { Count: 0 });
    }
}
