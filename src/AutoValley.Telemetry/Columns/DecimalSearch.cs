using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Columns;

/// <summary>Finds the <see cref="DecimalPair"/> of a column and keeps it from vector to vector.</summary>
internal struct DecimalSearch()
{
    private const int SampleLength = 32;

    // Corrections of more bits a value come of no rounding that another factor would do otherwise.
    private const int RoundingBits = 8;

    // Vectors for which a search that found nothing is believed.
    private const int Patience = 7;

    // A decimal digit has at least as many bits.
    private const int DigitBits = 3;

    private int known = -1;
    private int pause;

    /// <summary>
    /// Integers and corrections of the pair that makes them smallest; false when no pair is better than the bits themselves.
    /// </summary>
    public bool TryEncode(
        ReadOnlySpan<double> values, Span<long> decimals, Span<long> corrections, SimdLevel level, out DecimalPair pair, out bool isExact)
    {
        (pair, isExact) = (default, false);
        if (pause > 0)
        {
            pause--;
            return false;
        }
        if (known < 0)
        {
            known = Search(values);
            pause = known < 0 ? Patience : 0;
            if (known < 0)
                return false;
            pair = DecimalPair.All[known];
            isExact = DecimalIntegers.Encode(values, pair, decimals, corrections, level);
            return true;
        }
        pair = DecimalPair.All[known];
        isExact = DecimalIntegers.Encode(values, pair, decimals, corrections, level);
        if (!isExact)
            Improve(values, decimals, corrections, level, ref pair, ref isExact);
        return true;
    }

    /// <summary>The decimals are not the smallest choice: others are sought for the next vector.</summary>
    public void Reject() => known = -1;

    /// <summary>Takes another pair for values that are not exact by the known one, if more are exact by it.</summary>
    private void Improve(
        ReadOnlySpan<double> values, Span<long> decimals, Span<long> corrections, SimdLevel level, ref DecimalPair pair, ref bool isExact)
    {
        var found = Search(values);
        if (found < 0 || found == known)
            return;
        var exact = corrections.Count(0L);
        isExact = DecimalIntegers.Encode(values, DecimalPair.All[found], decimals, corrections, level);
        // The sample may lack the values that the known pair was sought for.
        if (corrections.Count(0L) < exact)
            isExact = DecimalIntegers.Encode(values, pair, decimals, corrections, level);
        else
            pair = DecimalPair.All[known = found];
    }

    private static int Search(ReadOnlySpan<double> values)
    {
        Span<double> sample = stackalloc double[Math.Min(SampleLength, values.Length)];
        for (var index = 0; index < sample.Length; index++)
            sample[index] = values[index * values.Length / sample.Length];
        var (best, bestCost) = (-1, sample.Length * 64);
        var (nearDecimals, nearBits) = (DecimalPair.MaximumExponent, 0);
        // Fewest decimals first: the first pair that is exact for every value makes the smallest integers.
        for (var decimals = 0; decimals <= DecimalPair.MaximumExponent; decimals++)
        {
            // More decimals of what is near decimals already only make the integers longer.
            if (decimals > nearDecimals && sample.Length * (nearBits + ((decimals - nearDecimals) * DigitBits)) >= bestCost)
                break;
            var cost = Try(sample, DecimalPair.CodeOf(decimals, 0), ref best, ref bestCost);
            if (cost.IsExact)
                break;
            if (cost.Far > 0 || cost.CorrectionBits > RoundingBits * sample.Length)
                continue;
            if (nearBits == 0)
                (nearDecimals, nearBits) = (decimals, cost.IntegerBits);
            // Other factors keep as many decimals and round otherwise.
            foreach (var exponent in DecimalPair.ByAccuracy)
            {
                if (exponent > decimals && Try(sample, DecimalPair.CodeOf(exponent, exponent - decimals), ref best, ref bestCost).IsExact)
                    return best;
            }
        }
        return best;
    }

    private static DecimalCost Try(ReadOnlySpan<double> sample, int code, ref int best, ref int bestCost)
    {
        var cost = DecimalCost.Of(sample, DecimalPair.All[code], bestCost);
        if (cost.Total < bestCost)
            (best, bestCost) = (code, cost.Total);
        return cost;
    }
}
