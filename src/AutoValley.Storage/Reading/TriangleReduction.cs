using AutoValley.Telemetry;

namespace AutoValley.Storage.Reading;

/// <summary>
/// Chooses samples by <see cref="LargestTriangles"/>: from all samples in memory, or from the least and the greatest of stretches,
/// whose times statistics do not tell and which therefore are looked up when they are chosen. NaN is never chosen, and breaks the
/// line by the gap it leaves. The least and the greatest of all are always among the chosen.
/// </summary>
internal sealed class TriangleReduction(ISampleStore store, Series series, Func<ValueTask>? giveWay, CancellationToken cancellation)
{
    /// <summary>Samples that are chosen from directly, 16 bytes each.</summary>
    public const int MostInMemory = 1 << 20;

    // Below this many samples it is cheaper to decode than to ask for statistics.
    private const int FewSamples = 2 * 1_024;
    private const int Parts = 32;

    // Of the chosen, two places are for the least and the greatest of all.
    private const int ExtremesOfAll = 2;

    public static async Task<Reduction> OfSamplesAsync(IAsyncEnumerable<Samples> slices, ReductionOptions options)
    {
        var (times, values, count) = (new List<long>(), new List<double>(), 0L);
        await foreach (var slice in slices)
        {
            count += slice.Count;
            AddNumbers(slice, times, values);
        }
        var (allTimes, allValues) = (times.ToArray(), values.ToArray());
        if (allTimes.Length == 0)
            return Reduction.Nothing with { Count = count };
        var chosen = LargestTriangles.Choose(allTimes, allValues, options.Maximum - ExtremesOfAll);
        int[] kept = [.. chosen.Append(Array.IndexOf(allValues, allValues.Min())).Append(Array.IndexOf(allValues, allValues.Max())).Distinct().Order()];
        var samples = new Samples(
            Array.ConvertAll(kept, index => allTimes[index]), Values.Of(Array.ConvertAll(kept, index => allValues[index])));
        return new Reduction(count, samples, [], ReductionGaps.Of(allTimes, options.GapNanos));
    }

    public async Task<Reduction> OfStretchesAsync(IReadOnlyList<SampleStretch> all, ReductionOptions options)
    {
        var stretches = all.Where(stretch => !double.IsNaN(stretch.Min)).ToArray();
        var count = all.Sum(stretch => stretch.Count);
        if (stretches.Length == 0)
            return Reduction.Nothing with { Count = count };
        var extremes = stretches.SelectMany(Extremes).ToArray();
        var chosen = LargestTriangles.Choose(
            Array.ConvertAll(extremes, one => one.Time), Array.ConvertAll(extremes, one => one.Value), options.Maximum - ExtremesOfAll);
        var (least, greatest) = (stretches.Min(stretch => stretch.Min), stretches.Max(stretch => stretch.Max));
        var found = new SortedDictionary<long, double>();
        foreach (var extreme in chosen.Select(index => extremes[index])
            .Append(extremes.First(one => one.Value == least)).Append(extremes.First(one => one.Value == greatest)).Distinct())
        {
            if (await TimeOfAsync(extreme.Stretch, extreme.Value) is { } time)
                found[time] = extreme.Value;
            if (giveWay is not null)
                await giveWay();
        }
        var samples = new Samples(found.Keys.ToArray(), Values.Of(found.Values.ToArray()));
        return new Reduction(count, samples, [], ReductionGaps.Of(stretches, options.GapNanos));
    }

    // In the order that is likelier; that of their true times is made at the end.
    private static Extreme[] Extremes(SampleStretch stretch)
    {
        var third = (long)(((Int128)stretch.Last - stretch.First) / 3);
        var (early, late) = stretch.FirstValue <= stretch.LastValue ? (stretch.Min, stretch.Max) : (stretch.Max, stretch.Min);
        return stretch.Min == stretch.Max
            ? [new Extreme(stretch, stretch.First, early)]
            : [new Extreme(stretch, stretch.First + third, early), new Extreme(stretch, stretch.Last - third, late)];
    }

    // The first sample of the stretch with that value, found by statistics of ever shorter stretches. Null when retention took it.
    private async ValueTask<long?> TimeOfAsync(SampleStretch stretch, double value)
    {
        var range = new TimeRange(stretch.First, stretch.Last == long.MaxValue ? stretch.Last : stretch.Last + 1);
        if (stretch.Count <= FewSamples)
            return await TimeOfAsync(range, value);
        var finest = (long)(((Int128)stretch.Last - stretch.First) / Parts * 9 / 8);
        await foreach (var part in store.SummariesAsync(series, range, finest, cancellation))
        {
            if (part.Min == value || part.Max == value)
                return part.Count < stretch.Count ? await TimeOfAsync(part, value) : await TimeOfAsync(range, value);
        }
        return null;
    }

    private async ValueTask<long?> TimeOfAsync(TimeRange range, double value)
    {
        var (times, values) = (new List<long>(), new List<double>());
        await foreach (var slice in store.ReadAsync(series, range, cancellation))
            AddNumbers(slice, times, values);
        return values.IndexOf(value) is >= 0 and var index ? times[index] : null;
    }

    private static void AddNumbers(Samples slice, List<long> times, List<double> values)
    {
        var sliceTimes = slice.Times.Span;
        var numbers = ToNumbers(slice.Values).Span;
        for (var index = 0; index < numbers.Length; index++)
        {
            if (double.IsNaN(numbers[index]))
                continue;
            times.Add(sliceTimes[index]);
            values.Add(numbers[index]);
        }
    }

    private static ReadOnlyMemory<double> ToNumbers(Values values) => values switch
    {
        Values<double> doubles => doubles.Items,
        Values<long> integers => Array.ConvertAll(integers.Items.ToArray(), integer => (double)integer),
        _ => Array.ConvertAll(((Values<bool>)values).Items.ToArray(), truth => truth ? 1.0 : 0.0),
    };

    /// <summary>The least or the greatest sample of a stretch, at a time that is near its own.</summary>
    private sealed record Extreme(SampleStretch Stretch, long Time, double Value);
}
