namespace AutoValley.Telemetry.Columns.Coding;

/// <summary>
/// The classes of a coded block (FORMAT.md section 4): a field below 8 is its own class; of others the class tells the length and the two bits behind
/// the highest one, and the bits below these stand as they are.
/// </summary>
internal static class ValueClass
{
    /// <summary>Longest field that is coded. With the bits of a state, a value fits in one load of 57 bits.</summary>
    public const int MaximumFieldBits = 43;

    /// <summary>Classes that there are.</summary>
    public const int Count = ((MaximumFieldBits - MantissaBits) * 4) + 8;

    private const int MantissaBits = 3;

    /// <summary>Of a field of so many bits, those that its class does not tell.</summary>
    public static int ExtraBitsOfLength(int bits) => Math.Max(0, bits - MantissaBits);

    /// <summary>The class of a field with so many extra bits.</summary>
    public static int Of(ulong field, int extraBits) => (extraBits << 2) + (int)(field >> extraBits);

    /// <summary>The bits of the fields of a class that the class does not tell.</summary>
    public static int ExtraBitsOf(int valueClass) => Math.Max(0, (valueClass >> 2) - 1);

    /// <summary>The highest three bits of the fields of a class.</summary>
    public static int MantissaOf(int valueClass) => valueClass - (ExtraBitsOf(valueClass) << 2);
}
