using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AutoValley.Telemetry.Columns.Simd;

/// <summary>
/// Fields of up to eight bits unpacked, added up and finished in one pass: eight of them are spread to bytes, and one sum of absolute differences adds up
/// the bytes before each lane. (Wider fields gain nothing by one pass: what takes time is the shuffling of their sums.)
/// </summary>
internal static class DeltaUnpacking512
{
    /// <summary>Widest fields.</summary>
    public const int MaximumWidth = 8;

    private const int Group = 8;

    /// <summary>Whether the processor can.</summary>
    public static bool IsSupported => Avx512Vbmi.IsSupported && Bmi2.X64.IsSupported;

    /// <summary>Of so many values, how many can be read because the loads of their fields lie within the source; a multiple of eight.</summary>
    public static int Count(int sourceBytes, int width, int count) =>
        width == 0 ? count / Group * Group : BitUnpacking512.Groups(sourceBytes, sizeof(ulong), width, count) * Group;

    /// <summary>
    /// Value 0 is <paramref name="first"/>, value i the one before it plus base and factor × field i - 1 of the block, or the exception in its place; all are
    /// finished. There is a field for the value behind the last one too; that value is given back.
    /// </summary>
    /// <param name="source">The fields.</param>
    /// <param name="head">The head of their block.</param>
    /// <param name="first">Value 0.</param>
    /// <param name="values">As many as <see cref="Count"/> allows.</param>
    /// <param name="exceptions">Those of the block, in ascending order.</param>
    /// <param name="finish">What becomes of each value.</param>
    /// <param name="put">How many exceptions found their place.</param>
    public static long Read<TFinish>(
        ReadOnlySpan<byte> source, in BlockHead head, long first, Span<long> values, BlockExceptions exceptions, TFinish finish, out int put)
        where TFinish : struct, IFinish
    {
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(values);
        var spread = 0x0101_0101_0101_0101UL * ((1UL << head.Width) - 1);
        var (isScaled, factors) = (head.Factor != 1, Vector512.Create(head.Factor));
        var (before, steps) = (Vector512.Create(first) + (Vector512<long>.Indices * head.Base), Vector512.Create(head.Base * Group));
        put = 0;
        var next = exceptions.PlaceOf(0);
        for (var index = 0; ; index += Group)
        {
            for (var clean = Math.Min(next & -Group, values.Length); index < clean; index += Group)
            {
                var (inside, all) = AddUp(Spread(ref from, head.Width, spread));
                if (isScaled)
                    (inside, all) = (inside * factors, all * factors);
                finish.Of(before + inside).StoreUnsafe(ref to, (nuint)index);
                before += steps + all;
                from = ref Unsafe.Add(ref from, head.Width);
            }
            if (index >= values.Length)
                return before.ToScalar();
            // A group with exceptions: the lanes behind each get what its field lacks.
            var fields = Spread(ref from, head.Width, spread);
            var (made, total) = AddUp(fields);
            made = before + (made * factors);
            before += steps + (total * factors);
            for (; next < index + Group; next = exceptions.PlaceOf(++put))
            {
                var lane = next - index;
                var missing = Vector512.Create(exceptions.Values[put] - head.Base - (head.Factor * (byte)(fields >> (8 * lane))));
                made += missing & Vector512.GreaterThan(Vector512<long>.Indices, Vector512.Create((long)lane));
                before += missing;
            }
            finish.Of(made).StoreUnsafe(ref to, (nuint)index);
            from = ref Unsafe.Add(ref from, head.Width);
        }
    }

    /// <summary>Eight fields, a byte each. Without bits there is nothing to load.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Spread(ref byte from, int width, ulong spread) =>
        width == 0 ? 0 : Bmi2.X64.ParallelBitDeposit(Unsafe.ReadUnaligned<ulong>(ref from), spread);

    /// <summary>For each lane the sum of the bytes before it, and of all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<long> Inside, Vector512<long> All) AddUp(ulong fields)
    {
        // Lane j keeps the bytes 0 to j - 1.
        var earlier = Vector512.Create(0x0UL, 0xFF, 0xFFFF, 0xFF_FFFF, 0xFFFF_FFFF, 0xFF_FFFF_FFFF, 0xFFFF_FFFF_FFFF, 0xFF_FFFF_FFFF_FFFF).AsByte();
        var bytes = Vector512.Create(fields).AsByte();
        var inside = Avx512BW.SumAbsoluteDifferences(bytes & earlier, Vector512<byte>.Zero);
        return (inside.AsInt64(), Avx512BW.SumAbsoluteDifferences(bytes, Vector512<byte>.Zero).AsInt64());
    }
}
