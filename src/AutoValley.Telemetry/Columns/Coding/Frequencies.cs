namespace AutoValley.Telemetry.Columns.Coding;

/// <summary>How often each class comes, as whole parts of a power of two.</summary>
internal static class Frequencies
{
    public const int LeastLog = 5, GreatestLog = 9;

    private const int UsualLog = 8;

    // A table with fewer states a class is too coarse.
    private const int LogOfStatesAClass = 2;

    // 1,024 values are told apart by a table of 256 states as well as by a larger one.
    private const int LogOfValuesAState = 2;

    /// <summary>The size of the table for so many values of so many classes, as an exponent of two; -1 when there are too many classes.</summary>
    public static int LogOf(int values, int classes)
    {
        var log = Math.Clamp(int.Log2(values) - LogOfValuesAState, LeastLog, UsualLog);
        log = Math.Max(log, Math.Min(int.Log2(classes) + 1 + LogOfStatesAClass, GreatestLog));
        return classes <= 1 << (log - 1) ? log : -1;
    }

    /// <summary>Gives every class that comes one part or more, and all parts away.</summary>
    /// <param name="counts">How often each class comes.</param>
    /// <param name="total">Their sum.</param>
    /// <param name="log">The parts are 2 to the power of it; more than classes that come.</param>
    /// <param name="frequencies">As many as counts.</param>
    public static void Normalise(ReadOnlySpan<int> counts, int total, int log, Span<int> frequencies)
    {
        var left = 1 << log;
        for (var index = 0; index < counts.Length; index++)
        {
            frequencies[index] = counts[index] == 0 ? 0 : Math.Max(1, ((counts[index] << log) + (total / 2)) / total);
            left -= frequencies[index];
        }
        for (; left > 0; left--)
            frequencies[MostGained(counts, frequencies)]++;
        for (; left < 0; left++)
            frequencies[LeastLost(counts, frequencies)]--;
    }

    // A part more saves about count / (frequency + 1/2).
    private static int MostGained(ReadOnlySpan<int> counts, ReadOnlySpan<int> frequencies)
    {
        var best = 0;
        for (var index = 1; index < counts.Length; index++)
        {
            if (counts[index] * ((2 * frequencies[best]) + 1) > counts[best] * ((2 * frequencies[index]) + 1))
                best = index;
        }
        return best;
    }

    // A part less costs about count / (frequency - 1/2).
    private static int LeastLost(ReadOnlySpan<int> counts, ReadOnlySpan<int> frequencies)
    {
        var best = -1;
        for (var index = 0; index < counts.Length; index++)
        {
            if (frequencies[index] > 1 && (best < 0 || counts[index] * ((2 * frequencies[best]) - 1) < counts[best] * ((2 * frequencies[index]) - 1)))
                best = index;
        }
        return best;
    }
}
