using System.Runtime.Intrinsics;

namespace AutoValley.Telemetry.Columns.Simd;

/// <summary>Integers as they are.</summary>
internal readonly struct Unchanged : IFinish
{
    public long Of(long integer) => integer;

    public Vector256<long> Of(Vector256<long> integers) => integers;

    public Vector512<long> Of(Vector512<long> integers) => integers;
}
