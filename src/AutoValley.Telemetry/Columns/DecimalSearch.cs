namespace AutoValley.Telemetry.Columns;

/// <summary>Finds the <see cref="DecimalPair"/> of a column and keeps it from vector to vector.</summary>
internal struct DecimalSearch()
{
    private const int SampleLength = 32;

    // A value aside costs its 8 bytes and its position.
    private const int ExceptionBits = 64 + ColumnFormat.PositionBits;

    // Vectors for which a search that found nothing is believed.
    private const int Patience = 7;

    private int known = -1;
    private int pause;

    /// <summary>The pair that makes the integers of these values smallest; false when most values have no integer with any pair.</summary>
    public bool TryFind(ReadOnlySpan<double> values, out DecimalPair pair)
    {
        pair = default;
        if (pause > 0)
        {
            pause--;
            return false;
        }
        Span<double> sample = stackalloc double[Math.Min(SampleLength, values.Length)];
        for (var index = 0; index < sample.Length; index++)
            sample[index] = values[index * values.Length / sample.Length];
        if (known < 0 || Cost(sample, known, out var failures) == int.MaxValue || failures > 0)
            known = Search(sample);
        if (known >= 0)
            pair = DecimalPair.All[known];
        else
            pause = Patience;
        return known >= 0;
    }

    private static int Search(ReadOnlySpan<double> sample)
    {
        var (best, bestCost) = (-1, int.MaxValue);
        // By the number of decimals kept, fewest first: the first pair that fits every value makes the smallest integers.
        for (var decimals = 0; decimals <= DecimalPair.MaximumExponent; decimals++)
        {
            for (var factor = 0; factor + decimals <= DecimalPair.MaximumExponent; factor++)
            {
                var code = DecimalPair.CodeOf(factor + decimals, factor);
                var cost = Cost(sample, code, out var failures);
                if (failures == 0)
                    return code;
                if (cost < bestCost)
                    (best, bestCost) = (code, cost);
            }
        }
        return best;
    }

    /// <summary>Bits of the sample, about; the most there is when more than half of it fails.</summary>
    private static int Cost(ReadOnlySpan<double> sample, int code, out int failures)
    {
        ref readonly var pair = ref DecimalPair.All[code];
        failures = 0;
        var (least, greatest) = (long.MaxValue, long.MinValue);
        foreach (var value in sample)
        {
            if (pair.TryEncode(value, out var integer))
                (least, greatest) = (Math.Min(least, integer), Math.Max(greatest, integer));
            else if (++failures * 2 > sample.Length)
                return int.MaxValue;
        }
        var width = 64 - (int)ulong.LeadingZeroCount((ulong)(greatest - least));
        return (sample.Length * width) + (failures * ExceptionBits);
    }
}
