using AutoValley.Telemetry;

namespace AutoValley.Storage.Reading;

/// <summary>Where a line has to be broken.</summary>
internal static class ReductionGaps
{
    private const double UsualDistances = 10;

    /// <summary>Between samples at these times, ascending.</summary>
    /// <param name="times">Of samples.</param>
    /// <param name="gapNanos">More than this is a gap; 0 for ten times the median distance.</param>
    public static List<TimeRange> Of(ReadOnlySpan<long> times, ulong gapNanos)
    {
        if (gapNanos == 0)
        {
            var distances = new double[Math.Max(0, times.Length - 1)];
            for (var index = 0; index < distances.Length; index++)
                distances[index] = Distance(times[index], times[index + 1]);
            gapNanos = Usual(distances);
        }
        List<TimeRange> gaps = [];
        for (var index = 1; index < times.Length; index++)
            AddIfLong(gaps, times[index - 1], times[index], gapNanos);
        return gaps;
    }

    /// <summary>Between stretches; what lies within one is not seen.</summary>
    public static List<TimeRange> Of(IReadOnlyList<SampleStretch> stretches, ulong gapNanos)
    {
        if (gapNanos == 0)
        {
            var within = stretches.Where(stretch => stretch.Count > 1)
                .Select(stretch => Distance(stretch.First, stretch.Last) / (double)(stretch.Count - 1)).ToArray();
            gapNanos = within.Length > 0
                ? Usual(within)
                : Usual([.. stretches.Skip(1).Zip(stretches, (later, earlier) => (double)Distance(earlier.Last, later.First))]);
        }
        List<TimeRange> gaps = [];
        for (var index = 1; index < stretches.Count; index++)
            AddIfLong(gaps, stretches[index - 1].Last, stretches[index].First, gapNanos);
        return gaps;
    }

    private static void AddIfLong(List<TimeRange> gaps, long before, long after, ulong gapNanos)
    {
        if (Distance(before, after) > gapNanos)
            gaps.Add(new TimeRange(before, after));
    }

    // Ascending, so that it fits when the whole of time lies between them too.
    private static ulong Distance(long before, long after) => unchecked((ulong)(after - before));

    private static ulong Usual(double[] distances)
    {
        if (distances.Length == 0)
            return ulong.MaxValue;
        Array.Sort(distances);
        return (ulong)Math.Min(distances[distances.Length / 2] * UsualDistances, long.MaxValue);
    }
}
