using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AutoValley.Telemetry.Columns.Simd;

/// <summary>
/// Fields unpacked, added up and finished in one pass, eight at a time. Fields of up to eight bits are spread to bytes, and one sum of absolute
/// differences adds up all bytes before each lane.
/// </summary>
internal static class DeltaUnpacking512
{
    /// <summary>Widest fields.</summary>
    public const int MaximumWidth = BitUnpacking512.OneWordWidth;

    private const int Group = 8;
    private const int ByteWidth = 8;

    /// <summary>Whether the processor can.</summary>
    public static bool IsSupported => Avx512Vbmi.IsSupported && Bmi2.X64.IsSupported;

    /// <summary>Of so many values, how many can be read because the loads of their fields lie within the source; a multiple of eight.</summary>
    public static int Count(int sourceBytes, int width, int count) => width switch
    {
        0 => count / Group * Group,
        <= ByteWidth => BitUnpacking512.Groups(sourceBytes, sizeof(ulong), width, count) * Group,
        _ => BitUnpacking512.Groups(sourceBytes, BitUnpacking512.LoadBytes(width), width, count) * Group,
    };

    /// <summary>
    /// Value 0 is <paramref name="first"/>, value i the one before it plus base and factor × field i - 1 of the block, or the exception in its place; all are
    /// finished. There is a field for the value behind the last one too; that value is given back.
    /// </summary>
    public static long Read<TFinish>(
        ReadOnlySpan<byte> source, in BlockHead head, long first, Span<long> values, BlockExceptions exceptions, TFinish finish, out int put)
        where TFinish : struct, IFinish => head.Width switch
        {
            <= ByteWidth => ReadBytes(source, head, first, values, exceptions, finish, out put),
            <= BitUnpacking512.Load16.Length => ReadFields<BitUnpacking512.Load16, TFinish>(source, head, first, values, exceptions, finish, out put),
            <= BitUnpacking512.Load32.Length => ReadFields<BitUnpacking512.Load32, TFinish>(source, head, first, values, exceptions, finish, out put),
            _ => ReadFields<BitUnpacking512.Load64, TFinish>(source, head, first, values, exceptions, finish, out put),
        };

    private static long ReadBytes<TFinish>(
        ReadOnlySpan<byte> source, in BlockHead head, long first, Span<long> values, BlockExceptions exceptions, TFinish finish, out int put)
        where TFinish : struct, IFinish
    {
        var width = head.Width;
        var zero = Vector512<byte>.Zero;
        // Lane j keeps the bytes 0 to j - 1.
        var earlier = Vector512.Create(0x0UL, 0xFF, 0xFFFF, 0xFF_FFFF, 0xFFFF_FFFF, 0xFF_FFFF_FFFF, 0xFFFF_FFFF_FFFF, 0xFF_FFFF_FFFF_FFFF).AsByte();
        var spread = 0x0101_0101_0101_0101UL * ((1UL << width) - 1);
        var (before, steps) = (Vector512.Create(first) + (Vector512<long>.Indices * head.Base), Vector512.Create(head.Base * Group));
        var (isScaled, factors) = (head.Factor != 1, Vector512.Create(head.Factor));
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(values);
        put = 0;
        var next = exceptions.Positions.IsEmpty ? int.MaxValue : (int)exceptions.Positions[0];
        for (var index = 0; ; index += Group)
        {
            for (var clean = Math.Min(next & -Group, values.Length); index < clean; index += Group)
            {
                var some = Vector512.Create(width == 0 ? 0 : Bmi2.X64.ParallelBitDeposit(Unsafe.ReadUnaligned<ulong>(ref from), spread)).AsByte();
                var inside = Avx512BW.SumAbsoluteDifferences(some & earlier, zero).AsInt64();
                var all = Avx512BW.SumAbsoluteDifferences(some, zero).AsInt64();
                if (isScaled)
                    (inside, all) = (inside * factors, all * factors);
                finish.Of(before + inside).StoreUnsafe(ref to, (nuint)index);
                before += steps + all;
                from = ref Unsafe.Add(ref from, width);
            }
            if (index >= values.Length)
                return before.ToScalar();
            // A group with exceptions: the lanes behind each get what its field lacks.
            var fields = width == 0 ? 0 : Bmi2.X64.ParallelBitDeposit(Unsafe.ReadUnaligned<ulong>(ref from), spread);
            var bytes = Vector512.Create(fields).AsByte();
            var made = before + (Avx512BW.SumAbsoluteDifferences(bytes & earlier, zero).AsInt64() * factors);
            before += steps + (Avx512BW.SumAbsoluteDifferences(bytes, zero).AsInt64() * factors);
            while (next < index + Group)
            {
                var lane = next - index;
                var missing = Vector512.Create(exceptions.Values[put] - head.Base - (head.Factor * (byte)(fields >> (8 * lane))));
                made += missing & Vector512.GreaterThan(Vector512<long>.Indices, Vector512.Create((long)lane));
                before += missing;
                next = ++put < exceptions.Positions.Length ? (int)exceptions.Positions[put] : int.MaxValue;
            }
            finish.Of(made).StoreUnsafe(ref to, (nuint)index);
            from = ref Unsafe.Add(ref from, width);
        }
    }

    private static long ReadFields<TLoad, TFinish>(
        ReadOnlySpan<byte> source, in BlockHead head, long first, Span<long> values, BlockExceptions exceptions, TFinish finish, out int put)
        where TLoad : struct, BitUnpacking512.ILoad
        where TFinish : struct, IFinish
    {
        var width = head.Width;
        var (places, shifts) = BitUnpacking512.Layout(width);
        var (mask, zero, tops) = (Vector512.Create(ulong.MaxValue >> (64 - width)), Vector512<long>.Zero, Vector512.Create(7L));
        var (before, steps) = (Vector512.Create(first) + (Vector512<long>.Indices * head.Base), Vector512.Create(head.Base * Group));
        var (isScaled, factors) = (head.Factor != 1, Vector512.Create(head.Factor));
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(values);
        put = 0;
        var next = exceptions.Positions.IsEmpty ? int.MaxValue : (int)exceptions.Positions[0];
        for (var index = 0; index < values.Length; index += Group)
        {
            var words = Avx512Vbmi.PermuteVar64x8(TLoad.From(ref from), places).AsUInt64();
            var fields = (Avx512F.ShiftRightLogicalVariable(words, shifts) & mask).AsInt64();
            if (isScaled)
                fields *= factors;
            while (next < index + Group)
            {
                var lane = Vector512.Equals(Vector512<long>.Indices, Vector512.Create((long)(next - index)));
                fields = Vector512.ConditionalSelect(lane, Vector512.Create(exceptions.Values[put] - head.Base), fields);
                next = ++put < exceptions.Positions.Length ? (int)exceptions.Positions[put] : int.MaxValue;
            }
            var sums = fields + Avx512F.AlignRight64(fields, zero, 7);
            sums += Avx512F.AlignRight64(sums, zero, 6);
            sums += Avx512F.AlignRight64(sums, zero, 4);
            finish.Of(before + (sums - fields)).StoreUnsafe(ref to, (nuint)index);
            before += steps + Avx512F.PermuteVar8x64(sums, tops);
            from = ref Unsafe.Add(ref from, width);
        }
        return before.ToScalar();
    }
}
