using AutoValley.Telemetry;

namespace AutoValley.Storage.Reading;

/// <summary>Ascending stretches, of which neighbours are made one when there would be too many.</summary>
internal sealed class ReductionStretches
{
    /// <summary>Kept at most: many more than a plot has room for.</summary>
    public const int Maximum = 1 << 16;

    private readonly List<SampleStretch> stretches = [];

    public IReadOnlyList<SampleStretch> All => stretches;

    /// <summary>In all stretches.</summary>
    public long SampleCount { get; private set; }

    public void Add(in SampleStretch stretch)
    {
        SampleCount += stretch.Count;
        if (stretches.Count == Maximum)
            Halve();
        stretches.Add(stretch);
    }

    /// <summary>Adds to the last stretch when both begin in the same bucket.</summary>
    /// <param name="stretch">Later than all.</param>
    /// <param name="origin">Where the first bucket begins.</param>
    /// <param name="width">Of a bucket, in nanoseconds.</param>
    public void AddToBucket(in SampleStretch stretch, long origin, ulong width)
    {
        if (stretches.Count > 0 && IndexOf(stretches[^1].First) == IndexOf(stretch.First))
            (stretches[^1], SampleCount) = (Join(stretches[^1], stretch), SampleCount + stretch.Count);
        else
            Add(stretch);

        // Never before the origin, so that the difference fits when the whole of time lies between them too.
        ulong IndexOf(long time) => unchecked((ulong)(time - origin)) / width;
    }

    /// <summary>Two neighbours as one.</summary>
    public static SampleStretch Join(in SampleStretch earlier, in SampleStretch later)
    {
        var count = earlier.Count + later.Count;
        // Without a number a stretch has NaN alone.
        if (double.IsNaN(later.Min))
            return earlier with { Last = later.Last, Count = count };
        if (double.IsNaN(earlier.Min))
            return later with { First = earlier.First, Count = count };
        return new SampleStretch(
            earlier.First, later.Last, count, Math.Min(earlier.Min, later.Min), Math.Max(earlier.Max, later.Max),
            earlier.FirstValue, later.LastValue);
    }

    private void Halve()
    {
        for (var index = 0; index < Maximum / 2; index++)
            stretches[index] = Join(stretches[2 * index], stretches[(2 * index) + 1]);
        stretches.RemoveRange(Maximum / 2, Maximum / 2);
    }
}
