using AutoValley.Storage;
using AutoValley.Telemetry;

namespace AutoValley.Server.Query.Search.Spans;

/// <summary>The samples of one series, one by one: the last at or before an instant and the time of the one after it.</summary>
internal sealed class SeriesSteps(SpanReader reader, Series series) : IAsyncDisposable
{
    // A jump this many times as long as what is in memory is made by reading anew.
    private const int FarJump = 4;

    private IAsyncEnumerator<Samples>? slices;
    private Samples? slice;
    private int next;

    /// <summary>The last sample at or before the instant moved to.</summary>
    public (long Time, SampleValue Value)? Current { get; private set; }

    /// <summary>Of the first sample behind it; null when there is none in the range.</summary>
    public long? NextTime => slice?.Times.Span[next];

    /// <summary>Moves to an instant, never earlier than the one before.</summary>
    public async ValueTask MoveToAsync(long instant)
    {
        if (slices is null || IsFar(instant))
            await OpenAsync(instant);
        while (slice is not null && slice.Times.Span[next] <= instant)
        {
            next += Behind(slice.Times.Span[next..], instant);
            Current = (slice.Times.Span[next - 1], SampleValue.At(slice.Values, next - 1));
            if (next == slice.Count)
                await ReadAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (slices is not null)
            await slices.DisposeAsync();
    }

    // How many times lie at or before the instant; mostly it is one.
    private static int Behind(ReadOnlySpan<long> times, long instant)
    {
        if (times.Length == 1 || times[1] > instant)
            return 1;
        var found = times.BinarySearch(instant);
        return found >= 0 ? found + 1 : ~found;
    }

    private bool IsFar(long instant) =>
        slice is not null && (Int128)instant - slice.Times.Span[^1] > FarJump * ((Int128)slice.Times.Span[^1] - slice.Times.Span[0] + 1);

    private async ValueTask OpenAsync(long instant)
    {
        await DisposeAsync();
        // What cannot hold any more at the instant is not looked for.
        var start = await reader.LastTimeAsync(series, instant) ?? instant;
        slices = reader.Read(series, reader.Range with { From = start }).GetAsyncEnumerator(reader.Cancellation);
        await ReadAsync();
    }

    private async ValueTask ReadAsync()
    {
        slice = await slices!.MoveNextAsync() ? slices.Current : null;
        next = 0;
    }
}
