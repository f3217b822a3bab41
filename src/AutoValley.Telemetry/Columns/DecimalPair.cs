using System.Globalization;
using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Columns;

/// <summary>
/// Exponent e and factor f of ALP (Afroozeh, Kuffó, Boncz: ALP: Adaptive Lossless floating-Point Compression, 2024):
/// a double is kept as the integer <c>round(value × 10^e × 10^-f)</c> and read as <c>integer × 10^f × 10^-e</c>, each product rounded to a double.
/// </summary>
internal readonly record struct DecimalPair
{
    /// <summary>Greatest exponent; 10^18 is the last power of ten that fits an integer of 64 bits.</summary>
    public const int MaximumExponent = 18;

    /// <summary>Pairs with f ≤ e ≤ 18.</summary>
    public const int Count = (MaximumExponent + 1) * (MaximumExponent + 2) / 2;

    // Beyond 2^53 not every integer is a double.
    private const double GreatestInteger = 1L << 53;

    /// <summary>A correction of more bits than this saves less than it costs.</summary>
    public const long FarthestCorrection = 1L << 32;

    private static readonly double[] Powers = Table("1E{0}");
    private static readonly double[] Inverses = Table("1E-{0}");

    private readonly double up;
    private readonly double upInverse;
    private readonly double down;
    private readonly double downInverse;

    private DecimalPair(int exponent, int factor)
    {
        (Code, Places) = (CodeOf(exponent, factor), exponent - factor);
        (up, upInverse, down, downInverse) = (Powers[exponent], Inverses[exponent], Powers[factor], Inverses[factor]);
    }

    /// <summary>All pairs by their code.</summary>
    public static DecimalPair[] All { get; } =
        [.. from exponent in Enumerable.Range(0, MaximumExponent + 1) from factor in Enumerable.Range(0, exponent + 1) select new DecimalPair(exponent, factor)];

    /// <summary>Exponents from 1 up, those first whose 10^-e as a double is nearest to 10^-e: with them, more decimals are exact.</summary>
    public static ReadOnlySpan<byte> ByAccuracy => [14, 12, 2, 3, 16, 8, 13, 10, 6, 7, 4, 1, 11, 9, 17, 18, 15, 5];

    /// <summary>Code of a pair: e (e + 1) / 2 + f.</summary>
    public int Code { get; }

    /// <summary>Places behind the point: e - f.</summary>
    public int Places { get; }

    /// <summary>The factors of both ways.</summary>
    public DecimalScales Scales => new(up, upInverse, down, downInverse);

    /// <summary>The double of a power of ten, which is that power exactly.</summary>
    public static double PowerOf(int exponent) => Powers[exponent];

    /// <summary>The pair's code.</summary>
    public static int CodeOf(int exponent, int factor) => (exponent * (exponent + 1) / 2) + factor;

    /// <summary>
    /// The integer of a value, and what has to be added to the bits of <see cref="Decode"/> to get those of the value: 0 for a decimal, a few units
    /// for what was computed from decimals. False when the value is not near a decimal of this pair.
    /// </summary>
    public bool TryEncode(double value, out long integer, out long correction)
    {
        var scaled = value * up * downInverse;
        // Also false for NaN.
        var fits = Math.Abs(scaled) < GreatestInteger;
        integer = fits ? (long)Math.Round(scaled) : 0;
        correction = Correction(value, integer);
        return fits && correction is >= -FarthestCorrection and < FarthestCorrection;
    }

    /// <summary>Bits of the value minus bits of the integer's value, modulo 2^64.</summary>
    public long Correction(double value, long integer) => BitConverter.DoubleToInt64Bits(value) - BitConverter.DoubleToInt64Bits(Decode(integer));

    /// <summary>The value of an integer.</summary>
    public double Decode(long integer) => integer * down * upInverse;

    /// <summary>Makes the values of integers while these are read.</summary>
    public ToDouble Decoding => new(down, upInverse);

    private static double[] Table(string format) =>
        [.. Enumerable.Range(0, MaximumExponent + 1).Select(power =>
            double.Parse(string.Format(CultureInfo.InvariantCulture, format, power), CultureInfo.InvariantCulture))];
}
