using System.Runtime.CompilerServices;

namespace AutoValley.Telemetry.Columns.Simd;

/// <summary>
/// Divides multiples of a number by it, without a division: a shift for its powers of two, a multiplication with the inverse modulo 2^64 of
/// what is odd in it (Warren: Hacker's Delight, 2nd edition, 10-16 and 10-17).
/// </summary>
internal readonly record struct ExactDivisor
{
    /// <param name="divisor">1 or more.</param>
    public ExactDivisor(long divisor)
    {
        Divisor = divisor;
        Shift = (int)long.TrailingZeroCount(divisor);
        var odd = (ulong)divisor >> Shift;
        // Newton: three bits are right, and each step doubles them.
        var inverse = odd;
        for (var bits = 3; bits < 64; bits *= 2)
            inverse *= 2 - (odd * inverse);
        Inverse = (long)inverse;
        Greatest = (long)(ulong.MaxValue / odd);
    }

    /// <summary>The number.</summary>
    public long Divisor { get; }

    /// <summary>Its powers of two.</summary>
    public int Shift { get; }

    /// <summary>Inverse of the rest.</summary>
    public long Inverse { get; }

    /// <summary>An unsigned integer is a multiple of the rest when the product with <see cref="Inverse"/> is at most this, unsigned.</summary>
    public long Greatest { get; }

    /// <summary>Of a multiple, the quotient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Divide(long multiple) => (multiple >> Shift) * Inverse;

    /// <summary>Whether an unsigned integer is a multiple.</summary>
    public bool Divides(ulong value) =>
        value << (63 - Shift) << 1 == 0 && (value >> Shift) * (ulong)Inverse <= (ulong)Greatest;
}
