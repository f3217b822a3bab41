using System.Runtime.Intrinsics.X86;

namespace AutoValley.Telemetry.Columns.Simd;

/// <summary>The levels of this machine.</summary>
internal static class SimdLevels
{
    /// <summary>Fewer values than this are read sooner one at a time than a wide pass is prepared: those of a batch of 100 ms.</summary>
    public const int LeastCount = 16;

    /// <summary>The widest that the processor has.</summary>
    public static SimdLevel Best =>
        Avx512Vbmi.IsSupported ? SimdLevel.Vector512 : Avx2.IsSupported ? SimdLevel.Vector256 : SimdLevel.Scalar;

    /// <summary>The level, or the widest that the processor has.</summary>
    public static SimdLevel Usable(SimdLevel level) => level < Best ? level : Best;
}
