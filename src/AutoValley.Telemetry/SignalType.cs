namespace AutoValley.Telemetry;

/// <summary>The type of a signal's values. The numbers are those of <c>autovalley.v1.SignalType</c> and go to disk.</summary>
public enum SignalType : byte
{
    /// <summary>IEEE 754 binary64; <see cref="double"/>.</summary>
    Double = 1,

    /// <summary>64-bit two's complement; <see cref="long"/>.</summary>
    Integer = 2,

    /// <summary><see cref="bool"/>.</summary>
    Boolean = 3,

    /// <summary>UTF-8; <see cref="string"/>.</summary>
    Text = 4,
}
