namespace AutoValley.Telemetry.Columns;

/// <summary>Finds the <see cref="DecimalPair"/> of a column and keeps it from vector to vector.</summary>
internal struct DecimalSearch()
{
    private const int SampleLength = 32;

    // What a value costs that is near no decimal: its bits and its position.
    private const int FarBits = 64 + ColumnFormat.PositionBits;

    // Vectors for which a search that found nothing is believed.
    private const int Patience = 7;

    private int known = -1;
    private int pause;

    /// <summary>The pair that makes integers and corrections of these values smallest; false when no pair is better than the bits themselves.</summary>
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
        if (known < 0 || !IsExact(sample, known))
            known = Search(sample);
        if (known >= 0)
            pair = DecimalPair.All[known];
        else
            pause = Patience;
        return known >= 0;
    }

    private static bool IsExact(ReadOnlySpan<double> sample, int code)
    {
        Cost(sample, code, 1, out var isExact);
        return isExact;
    }

    private static int Search(ReadOnlySpan<double> sample)
    {
        var (best, bestCost) = (-1, sample.Length * 64);
        // Fewest decimals first: the first pair that is exact for every value makes the smallest integers.
        for (var decimals = 0; decimals <= DecimalPair.MaximumExponent; decimals++)
        {
            // Other factors keep as many decimals and round otherwise: worth trying where the first is near.
            var factors = 1;
            for (var factor = 0; factor < factors; factor++)
            {
                var code = DecimalPair.CodeOf(factor + decimals, factor);
                var cost = Cost(sample, code, bestCost, out var isExact);
                if (isExact)
                    return code;
                if (cost >= bestCost)
                    continue;
                (best, bestCost) = (code, cost);
                factors = DecimalPair.MaximumExponent - decimals + 1;
            }
        }
        return best;
    }

    /// <summary>Bits of the sample, about; the limit when there are more.</summary>
    private static int Cost(ReadOnlySpan<double> sample, int code, int limit, out bool isExact)
    {
        ref readonly var pair = ref DecimalPair.All[code];
        var (cost, least, greatest) = (0, long.MaxValue, long.MinValue);
        foreach (var value in sample)
        {
            if (!pair.TryEncode(value, out var integer, out var correction))
                cost += FarBits;
            else
            {
                (least, greatest) = (Math.Min(least, integer), Math.Max(greatest, integer));
                cost += correction == 0 ? 0 : BitLength(ZigZag.Encode(correction)) + 1;
            }
            if (cost >= limit)
                break;
        }
        isExact = cost == 0;
        return Math.Min(limit, cost + (sample.Length * BitLength((ulong)(greatest - least))));
    }

    private static int BitLength(ulong value) => 64 - (int)ulong.LeadingZeroCount(value);
}
