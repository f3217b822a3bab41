using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AutoValley.Telemetry.Columns.Simd;

/// <summary>From the first value and the differences after it, the values: the reverse of <see cref="Differences"/>, in place.</summary>
internal static class PrefixSums
{
    /// <summary>Undoes differences, modulo 2^64.</summary>
    public static void Add(Span<long> values, SimdLevel level) => Run<Sum>(values, level);

    /// <summary>Undoes exclusive-ors.</summary>
    public static void UndoXor(Span<long> values, SimdLevel level) => Run<ExclusiveOr>(values, level);

    private static void Run<TStep>(Span<long> values, SimdLevel level)
        where TStep : struct, IStep
    {
        var (done, last) = (0, 0L);
        if (Avx512F.IsSupported && level == SimdLevel.Vector512)
            done = Run512<TStep>(values, ref last);
        else if (Avx2.IsSupported && level >= SimdLevel.Vector256)
            done = Run256<TStep>(values, ref last);
        for (; done < values.Length; done++)
            values[done] = last = TStep.Of(last, values[done]);
    }

    private static int Run512<TStep>(Span<long> values, ref long last)
        where TStep : struct, IStep
    {
        var (zero, carry, tops) = (Vector512<long>.Zero, Vector512<long>.Zero, Vector512.Create(7L));
        ref var at = ref MemoryMarshal.GetReference(values);
        var groups = values.Length / Vector512<long>.Count;
        for (var group = 0; group < groups; group++)
        {
            // Sums within the lanes do not wait for those of the group before.
            var sums = Vector512.LoadUnsafe(ref at);
            sums = TStep.Of(sums, Avx512F.AlignRight64(sums, zero, 7));
            sums = TStep.Of(sums, Avx512F.AlignRight64(sums, zero, 6));
            sums = TStep.Of(sums, Avx512F.AlignRight64(sums, zero, 4));
            TStep.Of(sums, carry).StoreUnsafe(ref at);
            carry = TStep.Of(carry, Avx512F.PermuteVar8x64(sums, tops));
            at = ref Unsafe.Add(ref at, Vector512<long>.Count);
        }
        last = carry.ToScalar();
        return groups * Vector512<long>.Count;
    }

    private static int Run256<TStep>(Span<long> values, ref long last)
        where TStep : struct, IStep
    {
        const byte ByOne = 0b10_01_00_00, ByTwo = 0b01_00_00_00, Top = 0b11_11_11_11;
        var (zero, carry) = (Vector256<long>.Zero, Vector256<long>.Zero);
        ref var at = ref MemoryMarshal.GetReference(values);
        var groups = values.Length / Vector256<long>.Count;
        for (var group = 0; group < groups; group++)
        {
            var sums = Vector256.LoadUnsafe(ref at);
            sums = TStep.Of(sums, Blend(zero, Avx2.Permute4x64(sums, ByOne), 0b1111_1100));
            sums = TStep.Of(sums, Blend(zero, Avx2.Permute4x64(sums, ByTwo), 0b1111_0000));
            TStep.Of(sums, carry).StoreUnsafe(ref at);
            carry = TStep.Of(carry, Avx2.Permute4x64(sums, Top));
            at = ref Unsafe.Add(ref at, Vector256<long>.Count);
        }
        last = carry.ToScalar();
        return groups * Vector256<long>.Count;
    }

    private static Vector256<long> Blend(Vector256<long> left, Vector256<long> right, [ConstantExpected] byte control) =>
        Avx2.Blend(left.AsInt32(), right.AsInt32(), control).AsInt64();

    /// <summary>How a value comes from the one before it.</summary>
    private interface IStep
    {
        static abstract long Of(long left, long right);

        static abstract Vector256<long> Of(Vector256<long> left, Vector256<long> right);

        static abstract Vector512<long> Of(Vector512<long> left, Vector512<long> right);
    }

    private readonly struct Sum : IStep
    {
        public static long Of(long left, long right) => left + right;

        public static Vector256<long> Of(Vector256<long> left, Vector256<long> right) => left + right;

        public static Vector512<long> Of(Vector512<long> left, Vector512<long> right) => left + right;
    }

    private readonly struct ExclusiveOr : IStep
    {
        public static long Of(long left, long right) => left ^ right;

        public static Vector256<long> Of(Vector256<long> left, Vector256<long> right) => left ^ right;

        public static Vector512<long> Of(Vector512<long> left, Vector512<long> right) => left ^ right;
    }
}
