using AutoValley.Telemetry;

namespace AutoValley.Storage.Reading;

/// <summary>Samples of a piece in a row, cut into stretches by their times, for what is so fine that statistics of vectors do not tell it.</summary>
/// <param name="Times">Of the samples.</param>
/// <param name="Cuts">Indices in the piece: stretch i goes from cut i to before cut i + 1.</param>
internal readonly record struct TimeCuts(long[] Times, int[] Cuts)
{
    /// <summary>How many stretches; none of them is empty.</summary>
    public int Count => Cuts.Length - 1;

    /// <summary>Decodes the times of the samples that lie in a range, and no others.</summary>
    /// <param name="times">Of the piece.</param>
    /// <param name="start">Index of the first sample that may lie in the range.</param>
    /// <param name="end">Index after the last one.</param>
    /// <param name="range">What is wanted.</param>
    /// <param name="endOf">For the first time of a stretch the first that is not in it; null when there is none.</param>
    /// <exception cref="Telemetry.Columns.ColumnFormatException">The times cannot be read.</exception>
    public static TimeCuts Of(PieceTimes times, int start, int end, TimeRange range, Func<long, long?> endOf)
    {
        var decoded = new long[end - start];
        times.Decode(start, decoded);
        ReadOnlySpan<long> all = decoded;
        var (from, to) = (all.IndexOfTime(range.From), all.IndexOfTime(range.To));
        List<int> cuts = [start + from];
        for (var index = from; index < to;)
        {
            index = endOf(all[index]) is { } next ? index + all[index..to].IndexOfTime(next) : to;
            cuts.Add(start + index);
        }
        return new TimeCuts(decoded[from..Math.Max(from, to)], [.. cuts]);
    }

    /// <summary>The first time of a stretch.</summary>
    public long First(int stretch) => Times[Cuts[stretch] - Cuts[0]];

    /// <summary>The last time of a stretch.</summary>
    public long Last(int stretch) => Times[Cuts[stretch + 1] - 1 - Cuts[0]];
}
