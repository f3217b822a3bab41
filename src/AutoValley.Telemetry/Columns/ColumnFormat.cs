namespace AutoValley.Telemetry.Columns;

/// <summary>Numbers of FORMAT.md.</summary>
internal static class ColumnFormat
{
    /// <summary>High half of a column's first byte.</summary>
    public const int Version = 1;

    /// <summary>Values of a vector; the last one of a column has what is left.</summary>
    public const int VectorLength = 1024;

    /// <summary>Bits of a position within a vector.</summary>
    public const int PositionBits = 10;

    /// <summary>No vector is longer than this: raw values and the headers of the encodings around them.</summary>
    public static int MaximumVectorBytes(int count) => (count * sizeof(ulong)) + 64;

    /// <summary>Whole bytes that <paramref name="count"/> fields of <paramref name="width"/> bits take.</summary>
    public static int PackedBytes(int count, int width) => (int)((((long)count * width) + 7) / 8);
}
