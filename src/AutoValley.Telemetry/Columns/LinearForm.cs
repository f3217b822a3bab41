using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Columns;

/// <summary>
/// How a control unit's signal is computed from what stands in its CAN frame: <c>raw × scale + offset</c>, both of them decimals of so many places.
/// </summary>
/// <param name="Factor">The scale times 10^<paramref name="Decimals"/>; 1 to 2^53.</param>
/// <param name="Decimals">Places behind the point, 0 to 18.</param>
/// <param name="Shift">The offset times 10^<paramref name="Decimals"/>; -2^53 to 2^53.</param>
internal readonly record struct LinearForm(long Factor, int Decimals, long Shift)
{
    /// <summary>Up to it every integer is a double.</summary>
    public const long GreatestInteger = 1L << 53;

    /// <summary>The double nearest to the scale: the quotient of two integers that are doubles.</summary>
    public double Scale => Factor / DecimalPair.PowerOf(Decimals);

    /// <summary>The double nearest to the offset.</summary>
    public double Offset => Shift / DecimalPair.PowerOf(Decimals);

    /// <summary>Makes the values of raw integers while these are read.</summary>
    public ToLinear Decoding => new(Scale, Offset);

    /// <summary>Bytes that it takes.</summary>
    public int Size => ColumnWriter.VarintSize((ulong)Factor) + 1 + ColumnWriter.SignedSize(Shift);

    /// <summary>The raw integers; false when a value is not computed by this form to its last bit.</summary>
    public bool TryEncode(ReadOnlySpan<double> values, Span<long> raws)
    {
        var (scale, offset) = (Scale, Offset);
        for (var index = 0; index < values.Length; index++)
        {
            var raw = Math.Round((values[index] - offset) / scale);
            // Also false for NaN. The sum is compared by its bits: -0.0 is not 0.0.
            if (!(Math.Abs(raw) < GreatestInteger)
                || BitConverter.DoubleToInt64Bits((raw * scale) + offset) != BitConverter.DoubleToInt64Bits(values[index]))
            {
                return false;
            }
            raws[index] = (long)raw;
        }
        return true;
    }

    public void Write(ref ColumnWriter writer)
    {
        writer.Varint((ulong)Factor);
        writer.Byte(Decimals);
        writer.Signed(Shift);
    }

    /// <exception cref="ColumnFormatException">A number is out of range.</exception>
    public static LinearForm Read(ref ColumnReader reader)
    {
        var factor = reader.Varint();
        var decimals = reader.Byte("the places", DecimalPair.MaximumExponent);
        var shift = reader.Signed();
        return factor is >= 1 and <= GreatestInteger && shift is >= -GreatestInteger and <= GreatestInteger
            ? new LinearForm((long)factor, decimals, shift)
            : throw reader.Error($"a scale of {factor} and an offset of {shift}, at most {GreatestInteger}");
    }
}
