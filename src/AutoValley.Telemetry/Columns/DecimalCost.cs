namespace AutoValley.Telemetry.Columns;

/// <summary>What a sample costs as decimals of one <see cref="DecimalPair"/>, about.</summary>
/// <param name="IntegerBits">Bits of an integer.</param>
/// <param name="CorrectionBits">Bits of all corrections.</param>
/// <param name="Far">Values that are near no decimal.</param>
/// <param name="Total">Bits of all.</param>
internal readonly record struct DecimalCost(int IntegerBits, int CorrectionBits, int Far, int Total)
{
    // What a value costs that is near no decimal: its bits and its position.
    private const int FarBits = 64 + ColumnFormat.PositionBits;

    /// <summary>Every value of the sample is a decimal.</summary>
    public bool IsExact => CorrectionBits == 0 && Far == 0;

    /// <summary>The cost of a sample; when it reaches the limit, of what came before that.</summary>
    public static DecimalCost Of(ReadOnlySpan<double> sample, in DecimalPair pair, int limit)
    {
        var (correctionBits, far, least, greatest) = (0, 0, long.MaxValue, long.MinValue);
        foreach (var value in sample)
        {
            if (!pair.TryEncode(value, out var integer, out var correction))
                far++;
            else
            {
                (least, greatest) = (Math.Min(least, integer), Math.Max(greatest, integer));
                correctionBits += correction == 0 ? 0 : BitLength(ZigZag.Encode(correction)) + 1;
            }
            if (correctionBits + (far * FarBits) >= limit)
                break;
        }
        var integerBits = least > greatest ? 0 : BitLength((ulong)(greatest - least));
        return new DecimalCost(integerBits, correctionBits, far, correctionBits + (far * FarBits) + (sample.Length * integerBits));
    }

    private static int BitLength(ulong value) => 64 - (int)ulong.LeadingZeroCount(value);
}
