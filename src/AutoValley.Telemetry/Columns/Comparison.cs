namespace AutoValley.Telemetry.Columns;

/// <summary>How a value is compared with an operand. As IEEE 754 has it, NaN is unequal to everything and fulfils nothing else.</summary>
public enum Comparison
{
    /// <summary>value &lt; operand</summary>
    Less = 0,

    /// <summary>value ≤ operand</summary>
    LessOrEqual = 1,

    /// <summary>value &gt; operand</summary>
    Greater = 2,

    /// <summary>value ≥ operand</summary>
    GreaterOrEqual = 3,

    /// <summary>value = operand</summary>
    Equal = 4,

    /// <summary>value ≠ operand</summary>
    NotEqual = 5,
}
