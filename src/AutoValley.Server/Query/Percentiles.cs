namespace AutoValley.Server.Query;

/// <summary>
/// Exact percentiles by selection (C. A. R. Hoare, "Algorithm 65: Find", 1961), linearly interpolated between the two nearest ranks: the
/// percentile p of n sorted numbers lies at rank p / 100 * (n - 1), as in most numeric libraries.
/// </summary>
internal static class Percentiles
{
    // Below it sorting is as fast; a selection that meets this many bad pivots is sorted too.
    private const int SmallCount = 32;
    private const int MaximumSteps = 64;

    /// <summary>The percentiles of some numbers, which are put in another order; NaN of none.</summary>
    /// <param name="numbers">None is NaN.</param>
    /// <param name="percentiles">Each in [0, 100], in any order.</param>
    public static double[] Of(Span<double> numbers, IReadOnlyList<double> percentiles)
    {
        var found = new double[percentiles.Count];
        Array.Fill(found, double.NaN);
        if (numbers.IsEmpty)
            return found;
        // Ascending, so that each selection starts where the one before it ended.
        var from = 0;
        foreach (var index in Enumerable.Range(0, found.Length).OrderBy(index => percentiles[index]))
        {
            var rank = percentiles[index] / 100 * (numbers.Length - 1);
            var low = Math.Min((int)rank, numbers.Length - 1);
            var lower = Select(numbers[from..], low - from);
            found[index] = low == rank ? lower : Between(lower, Least(numbers[(low + 1)..]), rank - low);
            from = low;
        }
        return found;
    }

    // Exact at both ends, and never outside them.
    private static double Between(double lower, double upper, double share)
    {
        if (lower == upper)
            return lower;
        var distance = upper - lower;
        if (!double.IsFinite(distance))
            return (lower * (1 - share)) + (upper * share);
        return share < 0.5 ? lower + (distance * share) : upper - (distance * (1 - share));
    }

    private static double Least(ReadOnlySpan<double> numbers)
    {
        var least = numbers[0];
        foreach (var number in numbers)
            least = Math.Min(least, number);
        return least;
    }

    // The number of that rank; those before it are not greater, those after it not less.
    private static double Select(Span<double> numbers, int rank)
    {
        for (var step = 0; numbers.Length > SmallCount && step < MaximumSteps; step++)
        {
            var split = Partition(numbers, MedianOfThree(numbers));
            numbers = rank < split ? numbers[..split] : numbers[split..];
            rank -= rank < split ? 0 : split;
        }
        numbers.Sort();
        return numbers[rank];
    }

    private static double MedianOfThree(ReadOnlySpan<double> numbers)
    {
        var (first, middle, last) = (numbers[0], numbers[numbers.Length / 2], numbers[^1]);
        return Math.Max(Math.Min(first, middle), Math.Min(Math.Max(first, middle), last));
    }

    // Numbers up to the pivot, then numbers from the pivot; neither side is empty, and equal ones go to both.
    private static int Partition(Span<double> numbers, double pivot)
    {
        var (low, high) = (0, numbers.Length - 1);
        while (true)
        {
            while (numbers[low] < pivot)
                low++;
            while (numbers[high] > pivot)
                high--;
            if (low >= high)
                return Math.Max(1, low);
            (numbers[low], numbers[high]) = (numbers[high], numbers[low]);
            (low, high) = (low + 1, high - 1);
        }
    }
}
