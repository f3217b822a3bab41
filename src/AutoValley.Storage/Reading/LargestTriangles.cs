namespace AutoValley.Storage.Reading;

/// <summary>
/// Chooses the points of a line that keep its shape: Largest-Triangle-Three-Buckets (S. Steinarsson, "Downsampling Time Series for
/// Visual Representation", University of Iceland 2013, section 4.2). Where there are many more points, the least and the greatest of
/// short rows are chosen before (J. Van Der Donckt et al., "MinMaxLTTB", IEEE VIS 2023, with their ratio of 4).
/// </summary>
internal static class LargestTriangles
{
    /// <summary>Points chosen before, for each that is wanted.</summary>
    public const int Preselected = 4;

    /// <summary>Indices of the points chosen, ascending; the first and the last are among them.</summary>
    /// <param name="times">Ascending.</param>
    /// <param name="values">As many; no NaN.</param>
    /// <param name="wanted">How many, 2 or more.</param>
    public static List<int> Choose(ReadOnlySpan<long> times, ReadOnlySpan<double> values, int wanted)
    {
        List<int> candidates = values.Length > (long)Preselected * wanted
            ? Extremes(values, Preselected * wanted)
            : [.. Enumerable.Range(0, values.Length)];
        if (candidates.Count <= wanted)
            return candidates;
        List<int> chosen = [candidates[0]];
        // The candidates between the ends in as many buckets as points are wanted between them.
        var every = (candidates.Count - 2) / (double)(wanted - 2);
        for (var bucket = 0; bucket < wanted - 2; bucket++)
        {
            var (start, end) = (1 + (int)(bucket * every), 1 + (int)((bucket + 1) * every));
            var behind = bucket == wanted - 3 ? candidates.Count : 1 + (int)((bucket + 2) * every);
            chosen.Add(Farthest(times, values, candidates, (chosen[^1], start, end, behind)));
        }
        chosen.Add(candidates[^1]);
        return chosen;
    }

    // The point of a bucket that makes the largest triangle with the point before and the mean of the bucket behind.
    private static int Farthest(
        ReadOnlySpan<long> times, ReadOnlySpan<double> values, List<int> candidates, (int Before, int Start, int End, int Behind) at)
    {
        var origin = times[at.Before];
        var (meanTime, meanValue) = (0.0, 0.0);
        for (var index = at.End; index < at.Behind; index++)
        {
            meanTime += (double)times[candidates[index]] - origin;
            meanValue += values[candidates[index]];
        }
        var count = at.Behind - at.End;
        (meanTime, meanValue) = (meanTime / count, (meanValue / count) - values[at.Before]);
        var (farthest, largest) = (candidates[at.Start], -1.0);
        for (var index = at.Start; index < at.End; index++)
        {
            var candidate = candidates[index];
            var area = Math.Abs((((double)times[candidate] - origin) * meanValue) - ((values[candidate] - values[at.Before]) * meanTime));
            // An infinite value has no area that could be compared, and is kept for its own sake.
            if (area > largest || (double.IsNaN(area) && largest < double.PositiveInfinity))
                (farthest, largest) = (candidate, double.IsNaN(area) ? double.PositiveInfinity : area);
        }
        return farthest;
    }

    private static List<int> Extremes(ReadOnlySpan<double> values, int wanted)
    {
        List<int> chosen = [0];
        var rows = wanted / 2;
        for (var row = 0; row < rows; row++)
        {
            var (start, end) = ((int)((long)values.Length * row / rows), (int)((long)values.Length * (row + 1) / rows));
            var (least, greatest) = (start, start);
            for (var index = start; index < end; index++)
            {
                if (values[index] < values[least])
                    least = index;
                if (values[index] > values[greatest])
                    greatest = index;
            }
            AddLater(chosen, Math.Min(least, greatest));
            AddLater(chosen, Math.Max(least, greatest));
        }
        AddLater(chosen, values.Length - 1);
        return chosen;
    }

    private static void AddLater(List<int> chosen, int index)
    {
        if (index > chosen[^1])
            chosen.Add(index);
    }
}
