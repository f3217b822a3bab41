using AutoValley.Storage;
using AutoValley.Telemetry;

namespace AutoValley.Server.Query.Search.Spans;

/// <summary>What the streams of one search of a vehicle share.</summary>
/// <param name="Store">Samples and their statistics.</param>
/// <param name="Range">Where is searched.</param>
/// <param name="MaximumAge">How long a value holds.</param>
/// <param name="Cancellation">Ends reading.</param>
internal sealed record SpanReader(ISampleStore Store, TimeRange Range, MaximumAge MaximumAge, CancellationToken Cancellation)
{
    private const long FirstWindow = 10 * UnixTime.NanosPerSecond;
    private const int WindowGrowth = 32;

    /// <summary>Decides between reading on and asking anew.</summary>
    public ReadingCosts Costs { get; init; } = new();

    /// <summary>Lets other queries have their turn while samples are read.</summary>
    public TimeSlice? Turn { get; init; }

    /// <summary>The series' samples in the range.</summary>
    public async IAsyncEnumerable<Samples> Read(Series series, TimeRange range)
    {
        await foreach (var samples in Store.ReadAsync(series, range, Cancellation))
        {
            yield return samples;
            if (Turn is not null)
                await Turn.GiveWayAsync();
        }
    }

    /// <summary>Statistics of stretches no longer than <paramref name="finestNanos"/>, or of one sample.</summary>
    public IAsyncEnumerable<SampleStretch> Summarise(Series series, TimeRange range, long finestNanos) =>
        Store.SummariesAsync(series, range, finestNanos, Cancellation);

    /// <summary>The time of the last sample at or before the instant that may hold then; null when there is none.</summary>
    public async ValueTask<long?> LastTimeAsync(Series series, long instant)
    {
        var earliest = MaximumAge.EarliestAt(instant);
        // Looks back in growing windows, as the last sample is mostly near.
        var end = instant == long.MaxValue ? instant : instant + 1;
        for (var length = FirstWindow; end > earliest;)
        {
            var start = end - earliest > 0 && end - earliest <= length ? earliest : Math.Max(earliest, end < long.MinValue + length ? long.MinValue : end - length);
            if (await LastTimeInAsync(series, new TimeRange(start, end)) is { } time)
                return time;
            (end, length) = (start, length > long.MaxValue / WindowGrowth ? long.MaxValue : length * WindowGrowth);
        }
        return null;
    }

    private async ValueTask<long?> LastTimeInAsync(Series series, TimeRange window)
    {
        long? last = null;
        if (series.Type == SignalType.Text)
        {
            await foreach (var samples in Read(series, window))
                last = samples.Times.Span[^1];
        }
        else
        {
            await foreach (var stretch in Summarise(series, window, long.MaxValue))
                last = stretch.Last;
        }
        return last;
    }
}
