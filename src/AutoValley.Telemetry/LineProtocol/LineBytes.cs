using System.Buffers;

namespace AutoValley.Telemetry.LineProtocol;

/// <summary>The bytes that mean something.</summary>
internal static class LineBytes
{
    /// <summary>What ends a number or boolean.</summary>
    public static readonly SearchValues<byte> ValueEnds = SearchValues.Create(", \r\n"u8);

    /// <summary>What ends measurement and tags, unless it is escaped.</summary>
    public static readonly SearchValues<byte> KeyEnds = SearchValues.Create(" \n"u8);

    private static readonly SearchValues<byte> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 32).Select(one => (byte)one), 0x7F]);

    /// <summary>What no name may have.</summary>
    public static bool IsControl(byte one) => one is < 32 or 0x7F;

    /// <summary>Whether it ends a number or boolean.</summary>
    public static bool IsValueEnd(byte one) => one is (byte)',' or (byte)' ' or (byte)'\n' or (byte)'\r';

    /// <summary>Where the first control character is; -1 when there is none.</summary>
    public static int IndexOfControl(ReadOnlySpan<byte> text) => text.IndexOfAny(Controls);
}
