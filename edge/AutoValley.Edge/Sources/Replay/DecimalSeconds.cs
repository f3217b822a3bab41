using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources.Replay;

/// <summary>Unix seconds as recordings write them, <c>1533226488.230930</c>, to nanoseconds; never by way of a double.</summary>
internal static class DecimalSeconds
{
    private const int Decimals = 9;

    /// <summary>False when the text is no such number or outside 1970…2262. Digits after the ninth decimal are cut off.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long nanos)
    {
        nanos = 0;
        var point = text.IndexOf((byte)'.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? default : text[(point + 1)..];
        if (whole.IsEmpty || whole.Length > 10 || !TryDigits(whole, whole.Length, out var seconds) || (point >= 0 && fraction.IsEmpty))
            return false;
        if (!TryDigits(fraction, Decimals, out var below) || seconds > (long.MaxValue - below) / UnixTime.NanosPerSecond)
            return false;
        nanos = (seconds * UnixTime.NanosPerSecond) + below;
        return true;
    }

    /// <summary>The first <paramref name="count"/> digits as a number, missing ones as zeros; every byte must be a digit.</summary>
    private static bool TryDigits(ReadOnlySpan<byte> text, int count, out long number)
    {
        number = 0;
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit((char)digit))
                return false;
        }
        for (var index = 0; index < count; index++)
            number = (number * 10) + (index < text.Length ? text[index] - '0' : 0);
        return true;
    }
}
