using System.Buffers;
using System.Globalization;

namespace AutoValley.Telemetry.LineProtocol;

/// <summary>Numbers of line protocol: correctly rounded, without allocating.</summary>
internal static class LineNumbers
{
    // Up to here an integer times or over a power of ten is rounded once and so correctly (W. D. Clinger, "How to read floating point numbers accurately", 1990).
    private const long MaximumExact = 1L << 53;
    private const int MaximumDigits = 18;

    private const NumberStyles FloatStyle = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private static readonly SearchValues<byte> FloatBytes = SearchValues.Create("0123456789.eE+-"u8);

    private static readonly double[] PowersOfTen =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    /// <summary>Reads the usual numbers in one pass: of few digits, without exponent. False for everything else, right or wrong.</summary>
    public static bool TryReadShort(ReadOnlySpan<byte> text, out LineValue value, out int length)
    {
        value = default;
        var position = text[0] == '-' ? 1 : 0;
        var isNegative = position == 1;
        var (number, start, point) = (0L, position, -1);
        byte one = 0;
        for (; position < text.Length; position++)
        {
            one = text[position];
            if (one - '0' is var digit and >= 0 and <= 9)
                number = (number * 10) + digit;
            else if (one == '.' && point < 0)
                point = position;
            else
                break;
        }
        length = position;
        var digits = position - start - (point < 0 ? 0 : 1);
        if (digits is 0 or > MaximumDigits)
            return false;
        if (position < text.Length && !LineBytes.IsValueEnd(one))
        {
            value = LineValue.Of(LineValueKind.Integer, isNegative ? -number : number);
            return one == 'i' && point < 0 && (++length == text.Length || LineBytes.IsValueEnd(text[length]));
        }
        if (number > MaximumExact)
            return false;
        var exact = point < 0 ? number : number / PowersOfTen[position - point - 1];
        value = LineValue.Of(isNegative ? -exact : exact);
        return true;
    }

    /// <summary>Reads any number that ends where the token does.</summary>
    public static LineFault Read(ReadOnlySpan<byte> token, out LineValue value)
    {
        value = default;
        if (token[^1] is (byte)'i')
        {
            var isInteger = TryReadInteger(token[..^1], out var integer, out var isOutOfRange);
            value = LineValue.Of(LineValueKind.Integer, integer);
            return FaultOf(isInteger, isOutOfRange);
        }
        if (token[^1] is (byte)'u')
        {
            var isUnsigned = ulong.TryParse(token[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var unsigned);
            value = LineValue.Of(LineValueKind.Unsigned, (long)unsigned);
            return FaultOf(isUnsigned, IsDigits(token[..^1]));
        }
        // Else words as "-Infinity" would be numbers.
        if (token.ContainsAnyExcept(FloatBytes) || !double.TryParse(token, FloatStyle, CultureInfo.InvariantCulture, out var number))
            return LineFault.InvalidNumber;
        value = LineValue.Of(number);
        return double.IsFinite(number) ? LineFault.None : LineFault.NumberOutOfRange;
    }

    /// <summary>Reads an integer that is all of the token.</summary>
    public static bool TryReadInteger(ReadOnlySpan<byte> token, out long value, out bool isOutOfRange)
    {
        value = 0;
        isOutOfRange = false;
        var digits = token.StartsWith((byte)'-') ? token[1..] : token;
        if (!IsDigits(digits))
            return false;
        if (long.TryParse(token, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value))
            return true;
        isOutOfRange = true;
        return false;
    }

    private static bool IsDigits(ReadOnlySpan<byte> token) => !token.IsEmpty && !token.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    private static LineFault FaultOf(bool isNumber, bool isOutOfRange) =>
        isNumber ? LineFault.None : isOutOfRange ? LineFault.NumberOutOfRange : LineFault.InvalidNumber;
}
