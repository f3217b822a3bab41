using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AutoValley.Telemetry.Columns.Simd;

/// <summary>From the first value and the differences after it, the values: the reverse of <see cref="Differences"/>.</summary>
internal static class PrefixSums
{
    /// <summary>
    /// Undoes differences, modulo 2^64, in place: value 0 is <paramref name="first"/>, value i the one before it plus what lay at i - 1. What lies at the
    /// last place is not looked at.
    /// </summary>
    public static void Add<TFinish>(Span<long> values, long first, TFinish finish, SimdLevel level)
        where TFinish : struct, IFinish => Run<Sum, TFinish>(values, first, finish, level);

    /// <summary>Undoes exclusive-ors in the same way.</summary>
    public static void UndoXor<TFinish>(Span<long> values, long first, TFinish finish, SimdLevel level)
        where TFinish : struct, IFinish => Run<ExclusiveOr, TFinish>(values, first, finish, level);

    private static void Run<TStep, TFinish>(Span<long> values, long value, TFinish finish, SimdLevel level)
        where TStep : struct, IStep
        where TFinish : struct, IFinish
    {
        var done = 0;
        if (values.Length < SimdLevels.LeastCount)
            level = SimdLevel.Scalar;
        if (Avx512F.IsSupported && level == SimdLevel.Vector512)
            done = Run512<TStep, TFinish>(values, ref value, finish);
        else if (Avx2.IsSupported && level >= SimdLevel.Vector256)
            done = Run256<TStep, TFinish>(values, ref value, finish);
        for (; done < values.Length; done++)
        {
            var next = TStep.Of(value, values[done]);
            values[done] = finish.Of(value);
            value = next;
        }
    }

    private static int Run512<TStep, TFinish>(Span<long> values, ref long value, TFinish finish)
        where TStep : struct, IStep
        where TFinish : struct, IFinish
    {
        var (zero, before, tops) = (Vector512<long>.Zero, Vector512.Create(value), Vector512.Create(7L));
        ref var at = ref MemoryMarshal.GetReference(values);
        var groups = values.Length / Vector512<long>.Count;
        for (var group = 0; group < groups; group++)
        {
            // Sums within the lanes do not wait for those of the group before.
            var steps = Vector512.LoadUnsafe(ref at);
            var sums = TStep.Of(steps, Avx512F.AlignRight64(steps, zero, 7));
            sums = TStep.Of(sums, Avx512F.AlignRight64(sums, zero, 6));
            sums = TStep.Of(sums, Avx512F.AlignRight64(sums, zero, 4));
            finish.Of(TStep.Of(before, TStep.Undo(sums, steps))).StoreUnsafe(ref at);
            before = TStep.Of(before, Avx512F.PermuteVar8x64(sums, tops));
            at = ref Unsafe.Add(ref at, Vector512<long>.Count);
        }
        value = before.ToScalar();
        return groups * Vector512<long>.Count;
    }

    private static int Run256<TStep, TFinish>(Span<long> values, ref long value, TFinish finish)
        where TStep : struct, IStep
        where TFinish : struct, IFinish
    {
        const byte ByOne = 0b10_01_00_00, ByTwo = 0b01_00_00_00, Top = 0b11_11_11_11;
        var (zero, before) = (Vector256<long>.Zero, Vector256.Create(value));
        ref var at = ref MemoryMarshal.GetReference(values);
        var groups = values.Length / Vector256<long>.Count;
        for (var group = 0; group < groups; group++)
        {
            var steps = Vector256.LoadUnsafe(ref at);
            var sums = TStep.Of(steps, Blend(zero, Avx2.Permute4x64(steps, ByOne), 0b1111_1100));
            sums = TStep.Of(sums, Blend(zero, Avx2.Permute4x64(sums, ByTwo), 0b1111_0000));
            finish.Of(TStep.Of(before, TStep.Undo(sums, steps))).StoreUnsafe(ref at);
            before = TStep.Of(before, Avx2.Permute4x64(sums, Top));
            at = ref Unsafe.Add(ref at, Vector256<long>.Count);
        }
        value = before.ToScalar();
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

        static abstract Vector256<long> Undo(Vector256<long> made, Vector256<long> right);

        static abstract Vector512<long> Undo(Vector512<long> made, Vector512<long> right);
    }

    private readonly struct Sum : IStep
    {
        public static long Of(long left, long right) => left + right;

        public static Vector256<long> Of(Vector256<long> left, Vector256<long> right) => left + right;

        public static Vector512<long> Of(Vector512<long> left, Vector512<long> right) => left + right;

        public static Vector256<long> Undo(Vector256<long> made, Vector256<long> right) => made - right;

        public static Vector512<long> Undo(Vector512<long> made, Vector512<long> right) => made - right;
    }

    private readonly struct ExclusiveOr : IStep
    {
        public static long Of(long left, long right) => left ^ right;

        public static Vector256<long> Of(Vector256<long> left, Vector256<long> right) => left ^ right;

        public static Vector512<long> Of(Vector512<long> left, Vector512<long> right) => left ^ right;

        public static Vector256<long> Undo(Vector256<long> made, Vector256<long> right) => made ^ right;

        public static Vector512<long> Undo(Vector512<long> made, Vector512<long> right) => made ^ right;
    }
}
