using System.Runtime.Intrinsics;

namespace AutoValley.Telemetry.Columns.Simd;

/// <summary>
/// The doubles <c>integer × down × upInverse</c>: the integer is rounded to the nearest double (ties to even), then each product is. No fused operation.
/// </summary>
internal readonly struct ToDouble(double down, double upInverse) : IFinish
{
    private readonly double down = down;
    private readonly double upInverse = upInverse;

    /// <summary>The doubles nearest to the integers.</summary>
    public static ToDouble Nearest { get; } = new(1, 1);

    public long Of(long integer) => BitConverter.DoubleToInt64Bits(integer * down * upInverse);

    public Vector256<long> Of(Vector256<long> integers) =>
        (Vector256.ConvertToDouble(integers) * Vector256.Create(down) * Vector256.Create(upInverse)).AsInt64();

    public Vector512<long> Of(Vector512<long> integers) =>
        (Vector512.ConvertToDouble(integers) * Vector512.Create(down) * Vector512.Create(upInverse)).AsInt64();
}
