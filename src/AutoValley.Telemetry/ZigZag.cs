namespace AutoValley.Telemetry;

/// <summary>Maps 0, -1, 1, -2, 2… to 0, 1, 2, 3, 4… so that a small integer of either sign makes a short varint.</summary>
public static class ZigZag
{
    /// <summary>To the number without a sign.</summary>
    public static ulong Encode(long value) => (ulong)(value << 1) ^ (ulong)(value >> 63);

    /// <summary>Back again.</summary>
    public static long Decode(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);
}
