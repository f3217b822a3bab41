using System.Buffers.Text;
using System.Globalization;

namespace AutoValley.Telemetry.LineProtocol;

/// <summary>
/// Doubles as text that gives the same double again. What a sensor sends is most often a whole number of thousandths or less: such a double is the
/// quotient of two whole numbers that are doubles, and the digits of the first, with a point, are its shortest text.
/// </summary>
internal static class DecimalText
{
    /// <summary>Longest text: sign, 17 digits, point, exponent.</summary>
    public const int MaximumLength = 24;

    // Below it every whole number is a double.
    private const double Exact = 1L << 53;

    private static ReadOnlySpan<double> Powers => [1, 10, 100, 1_000, 10_000, 100_000];

    /// <summary>Writes a finite double; gives the number of bytes.</summary>
    public static int Write(double value, Span<byte> target)
    {
        for (var places = 0; places < Powers.Length; places++)
        {
            // Correctly rounded division makes the quotient what a reader of the text makes of it.
            var scaled = Math.Round(value * Powers[places]);
            if (Math.Abs(scaled) >= Exact)
                break;
            if (scaled / Powers[places] == value && (scaled != 0 || !double.IsNegative(value)))
                return Write((long)scaled, places, target);
        }
        value.TryFormat(target, out var written, default, CultureInfo.InvariantCulture);
        return written;
    }

    private static int Write(long scaled, int places, Span<byte> target)
    {
        if (places == 0)
        {
            Utf8Formatter.TryFormat(scaled, target, out var written);
            return written;
        }
        var sign = 0;
        if (scaled < 0)
        {
            target[sign++] = (byte)'-';
            scaled = -scaled;
        }
        var (whole, fraction) = Math.DivRem((ulong)scaled, (ulong)Powers[places]);
        Utf8Formatter.TryFormat(whole, target[sign..], out var length);
        length += sign;
        target[length++] = (byte)'.';
        for (var place = length + places - 1; place >= length; place--)
        {
            (fraction, var digit) = Math.DivRem(fraction, 10);
            target[place] = (byte)('0' + digit);
        }
        return length + places;
    }
}
