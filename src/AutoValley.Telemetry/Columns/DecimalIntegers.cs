using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Columns;

/// <summary>A vector of doubles as integers of one <see cref="DecimalPair"/>.</summary>
internal static class DecimalIntegers
{
    /// <summary>The integer and the correction of each value.</summary>
    /// <returns>False when a correction is not 0.</returns>
    public static bool Encode(ReadOnlySpan<double> values, in DecimalPair pair, Span<long> decimals, Span<long> corrections, SimdLevel level)
    {
        var isExact = true;
        for (var index = 0; index < values.Length;)
        {
            index = DecimalLanes.Encode(values, index, pair.Scales, decimals, corrections, ref isExact, level);
            for (var end = Math.Min(index + DecimalLanes.Step, values.Length); index < end; index++)
            {
                if (!pair.TryEncode(values[index], out decimals[index], out corrections[index]))
                {
                    // The place of a value near no decimal holds the integer before, which costs the fewest bits.
                    decimals[index] = index > 0 ? decimals[index - 1] : FirstNear(values, pair);
                    corrections[index] = pair.Correction(values[index], decimals[index]);
                }
                isExact &= corrections[index] == 0;
            }
        }
        return isExact;
    }

    private static long FirstNear(ReadOnlySpan<double> values, in DecimalPair pair)
    {
        foreach (var value in values)
        {
            if (pair.TryEncode(value, out var integer, out _))
                return integer;
        }
        return 0;
    }
}
