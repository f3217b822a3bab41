using AutoValley.Telemetry;

namespace AutoValley.Storage.Reading;

/// <summary>
/// Reduces a series to what a plot has room for, at a cost that depends on the plot and hardly on the range: a long range is answered
/// from statistics of long stretches, a shorter one from those of short stretches, and only what is left is decoded.
/// </summary>
public static class PlotReduction
{
    /// <summary>Fewest samples that can be asked for: first, least, greatest and last.</summary>
    public const int LeastMaximum = 4;

    /// <summary>Most samples that can be asked for.</summary>
    public const int MostMaximum = 20_000;

    // A stretch that is there already may be so many buckets long before it is looked into, which means to read its chunk.
    private const int LongestInBuckets = 4;

    /// <summary>Reduces the samples in the range.</summary>
    /// <param name="store">Holds them.</param>
    /// <param name="series">Not of text.</param>
    /// <param name="range">Where the plot begins and ends.</param>
    /// <param name="options">What it has room for.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="giveWay">Awaited between the parts of long work, for who shares a thread.</param>
    /// <exception cref="ArgumentException">The series is text, or the maximum is out of its bounds.</exception>
    public static async Task<Reduction> ReduceAsync(
        ISampleStore store, Series series, TimeRange range, ReductionOptions options, CancellationToken cancellation,
        Func<ValueTask>? giveWay = null)
    {
        if (options.Maximum is < LeastMaximum or > MostMaximum)
            throw new ArgumentException($"a maximum of {options.Maximum} samples, not {LeastMaximum} to {MostMaximum}", nameof(options));
        // 1. What statistics cost nothing.
        var coarse = new ReductionStretches();
        await foreach (var stretch in store.SummariesAsync(series, range, long.MaxValue, cancellation))
            coarse.Add(stretch);
        if (coarse.All.Count == 0)
            return Reduction.Nothing;
        // 2. Few samples are given as they are, not too many are chosen from directly.
        var isOfTriangles = options.Method == ReductionMethod.LargestTriangles;
        if (coarse.SampleCount <= options.Maximum)
            return await AllAsync(store, series, range, options, cancellation);
        if (isOfTriangles && coarse.SampleCount <= TriangleReduction.MostInMemory)
            return await TriangleReduction.OfSamplesAsync(store.ReadAsync(series, range, cancellation), options);
        // 3. Stretches that are too long for their place are looked into.
        var buckets = isOfTriangles ? options.Maximum * LargestTriangles.Preselected / 2 : options.Maximum / 2;
        var rows = await RefineAsync(coarse.All, buckets, (part, finest) => store.SummariesAsync(series, part, finest, cancellation));
        return isOfTriangles
            ? await new TriangleReduction(store, series, giveWay, cancellation).OfStretchesAsync(rows, options)
            : new Reduction(coarse.SampleCount, null, rows, ReductionGaps.Of(rows, options.GapNanos));
    }

    private static async Task<Reduction> AllAsync(
        ISampleStore store, Series series, TimeRange range, ReductionOptions options, CancellationToken cancellation)
    {
        var buffer = SampleBuffer.Of(series.Type);
        await foreach (var samples in store.ReadAsync(series, range, cancellation))
            buffer.Add(samples, 0, samples.Count);
        var all = buffer.Take();
        return new Reduction(all.Count, all, [], ReductionGaps.Of(all.Times.Span, options.GapNanos));
    }

    private static async Task<IReadOnlyList<SampleStretch>> RefineAsync(
        IReadOnlyList<SampleStretch> coarse, int buckets, Func<TimeRange, long, IAsyncEnumerable<SampleStretch>> summarise)
    {
        var origin = coarse[0].First;
        var width = (unchecked((ulong)(coarse[^1].Last - origin)) / (ulong)buckets) + 1;
        var rows = new ReductionStretches();
        for (var index = 0; index < coarse.Count;)
        {
            // Those that are too long in a row are asked for together.
            var first = index;
            while (index < coarse.Count && IsTooLong(coarse[index]))
                index++;
            if (first == index)
            {
                rows.AddToBucket(coarse[index++], origin, width);
                continue;
            }
            var part = new TimeRange(coarse[first].First, coarse[index - 1].Last is var last && last == long.MaxValue ? last : last + 1);
            await foreach (var stretch in summarise(part, (long)Math.Min(width - 1, long.MaxValue)))
                rows.AddToBucket(stretch, origin, width);
        }
        return rows.All;

        bool IsTooLong(SampleStretch stretch) => unchecked((ulong)(stretch.Last - stretch.First)) / LongestInBuckets > width;
    }
}
