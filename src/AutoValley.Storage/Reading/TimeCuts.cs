using System.Buffers;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Columns;

namespace AutoValley.Storage.Reading;

/// <summary>
/// Samples of a piece in a row, cut into stretches by their times: for what is finer than the statistics of vectors. Its times lie in memory that
/// others use after <see cref="Dispose"/>.
/// </summary>
internal readonly struct TimeCuts : IDisposable
{
    private readonly long[] times;
    private readonly int start;
    private readonly int[] cuts;

    private TimeCuts(long[] times, int start, int[] cuts) => (this.times, this.start, this.cuts) = (times, start, cuts);

    /// <summary>Indices in the piece: stretch i goes from cut i to before cut i + 1. No stretch is empty.</summary>
    public ReadOnlySpan<int> Cuts => cuts;

    /// <summary>Cuts the samples that lie in a range; the times of the others are not decoded.</summary>
    /// <param name="times">Of the piece.</param>
    /// <param name="samples">Indices of the first sample that may lie in the range, and after the last.</param>
    /// <param name="range">What is wanted.</param>
    /// <param name="endOf">For the first time of a stretch the first that is not in it; null when there is none.</param>
    /// <exception cref="ColumnFormatException">The times cannot be read.</exception>
    public static TimeCuts Of(PieceTimes times, (int Start, int End) samples, TimeRange range, Func<long, long?> endOf)
    {
        var rented = ArrayPool<long>.Shared.Rent(samples.End - samples.Start);
        try
        {
            var decoded = rented.AsSpan(0, samples.End - samples.Start);
            times.Decode(samples.Start, decoded);
            return new TimeCuts(rented, samples.Start, Cut(decoded, samples.Start, range, endOf));
        }
        catch
        {
            ArrayPool<long>.Shared.Return(rented);
            throw;
        }
    }

    /// <summary>The first time of a stretch.</summary>
    public long First(int stretch) => times[cuts[stretch] - start];

    /// <summary>The last time of a stretch.</summary>
    public long Last(int stretch) => times[cuts[stretch + 1] - 1 - start];

    public void Dispose() => ArrayPool<long>.Shared.Return(times);

    private static int[] Cut(ReadOnlySpan<long> times, int start, TimeRange range, Func<long, long?> endOf)
    {
        var (index, to) = (times.IndexOfTime(range.From), times.IndexOfTime(range.To));
        List<int> cuts = [start + index];
        while (index < to)
        {
            index = endOf(times[index]) is { } next ? index + times[index..to].IndexOfTime(next) : to;
            cuts.Add(start + index);
        }
        return [.. cuts];
    }
}
