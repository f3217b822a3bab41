namespace AutoValley.Telemetry.Columns;

/// <summary>Each value by the one before it, modulo 2^64, in place.</summary>
internal static class Differences
{
    /// <summary>The differences, one fewer than the values; they lie where the values lay.</summary>
    public static Span<long> Subtract(Span<long> values)
    {
        for (var index = 1; index < values.Length; index++)
            values[index - 1] = values[index] - values[index - 1];
        return values[..^1];
    }

    /// <summary>The exclusive-ors, one fewer than the values; they lie where the values lay.</summary>
    public static Span<long> Xor(Span<long> values)
    {
        for (var index = 1; index < values.Length; index++)
            values[index - 1] = values[index] ^ values[index - 1];
        return values[..^1];
    }
}
