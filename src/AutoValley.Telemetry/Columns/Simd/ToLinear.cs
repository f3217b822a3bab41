using System.Runtime.Intrinsics;

namespace AutoValley.Telemetry.Columns.Simd;

/// <summary>
/// The doubles <c>integer × scale + offset</c>: the integer is rounded to the nearest double (ties to even), then the product, then the sum. No fused operation.
/// </summary>
internal readonly struct ToLinear(double scale, double offset) : IFinish
{
    private readonly double scale = scale;
    private readonly double offset = offset;

    public long Of(long integer) => BitConverter.DoubleToInt64Bits((integer * scale) + offset);

    public Vector256<long> Of(Vector256<long> integers) =>
        ((Vector256.ConvertToDouble(integers) * Vector256.Create(scale)) + Vector256.Create(offset)).AsInt64();

    public Vector512<long> Of(Vector512<long> integers) =>
        ((Vector512.ConvertToDouble(integers) * Vector512.Create(scale)) + Vector512.Create(offset)).AsInt64();
}
