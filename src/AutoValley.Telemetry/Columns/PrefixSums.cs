namespace AutoValley.Telemetry.Columns;

/// <summary>Undoes <see cref="Differences"/>, in place.</summary>
internal static class PrefixSums
{
    /// <summary>From the first value and the differences after it, the values.</summary>
    public static void Add(Span<long> values)
    {
        for (var index = 1; index < values.Length; index++)
            values[index] += values[index - 1];
    }

    /// <summary>From the first value and the exclusive-ors after it, the values.</summary>
    public static void UndoXor(Span<long> values)
    {
        for (var index = 1; index < values.Length; index++)
            values[index] ^= values[index - 1];
    }
}
