namespace AutoValley.Telemetry.Columns;

/// <summary>What a column holds. Values have the numbers of <see cref="SignalType"/>.</summary>
public enum ColumnKind : byte
{
    /// <summary>Unix nanoseconds.</summary>
    Times = 0,

    /// <summary>IEEE 754 binary64, kept bit for bit.</summary>
    Double = 1,

    /// <summary>64-bit two's complement.</summary>
    Integer = 2,

    /// <summary>True and false.</summary>
    Boolean = 3,

    /// <summary>UTF-8.</summary>
    Text = 4,
}
