namespace AutoValley.Telemetry.Columns.Simd;

/// <summary>How many values one instruction of a pass takes. All levels give the same bits; tests compare them.</summary>
internal enum SimdLevel
{
    /// <summary>One: any processor.</summary>
    Scalar = 0,

    /// <summary>Four: AVX2.</summary>
    Vector256 = 1,

    /// <summary>Eight: AVX-512 with VBMI (Intel since Ice Lake, AMD since Zen 4).</summary>
    Vector512 = 2,
}
