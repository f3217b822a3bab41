using System.Runtime.Intrinsics;

namespace AutoValley.Telemetry.Columns.Simd;

/// <summary>What becomes of the integers of a pass as it writes them, so that no second pass is needed.</summary>
internal interface IFinish
{
    /// <summary>The bits that are written for an integer.</summary>
    long Of(long integer);

    /// <summary>The same for four.</summary>
    Vector256<long> Of(Vector256<long> integers);

    /// <summary>The same for eight.</summary>
    Vector512<long> Of(Vector512<long> integers);
}
