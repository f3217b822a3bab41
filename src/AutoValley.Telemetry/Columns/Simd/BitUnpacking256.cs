using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AutoValley.Telemetry.Columns.Simd;

/// <summary>Four fields at a time: two of them in each half of a register, whose bytes are shuffled within the half.</summary>
internal static class BitUnpacking256
{
    /// <summary>Two wider fields may not lie within the 16 bytes of a half.</summary>
    public const int MaximumWidth = 57;

    private const int Group = 8;
    private const int HalfBytes = 16;

    /// <summary>Reads groups of eight as long as the loads of each lie within <paramref name="source"/>; the number of values read.</summary>
    public static int Unpack<TFinish>(ReadOnlySpan<byte> source, int width, long start, Span<long> values, TFinish finish)
        where TFinish : struct, IFinish
    {
        var loadBytes = PairAt(3, width) + HalfBytes;
        var groups = source.Length < loadBytes ? 0 : Math.Min(values.Length / Group, ((source.Length - loadBytes) / width) + 1);
        if (groups <= 0)
            return 0;
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(values);
        var (lower, lowerShifts) = Layout(0, width);
        var (upper, upperShifts) = Layout(4, width);
        var (mask, starts) = (Vector256.Create(ulong.MaxValue >> (64 - width)), Vector256.Create(start));
        for (var group = 0; group < groups; group++)
        {
            var words = Avx2.Shuffle(Load(ref from, 0, PairAt(1, width)), lower).AsUInt64();
            finish.Of(starts + (Avx2.ShiftRightLogicalVariable(words, lowerShifts) & mask).AsInt64()).StoreUnsafe(ref to);
            words = Avx2.Shuffle(Load(ref from, PairAt(2, width), PairAt(3, width)), upper).AsUInt64();
            finish.Of(starts + (Avx2.ShiftRightLogicalVariable(words, upperShifts) & mask).AsInt64()).StoreUnsafe(ref to, Group / 2);
            from = ref Unsafe.Add(ref from, width);
            to = ref Unsafe.Add(ref to, Group);
        }
        return groups * Group;
    }

    /// <summary>The byte in which a pair of fields begins.</summary>
    private static int PairAt(int pair, int width) => pair * 2 * width / 8;

    private static Vector256<byte> Load(ref byte from, int lower, int upper) =>
        Vector256.Create(Vector128.LoadUnsafe(ref from, (nuint)lower), Vector128.LoadUnsafe(ref from, (nuint)upper));

    /// <summary>For four fields: the byte within its half from which each byte comes, and by how many bits each word is shifted.</summary>
    private static (Vector256<byte> Places, Vector256<ulong> Shifts) Layout(int first, int width)
    {
        var bits = (Vector256<ulong>.Indices + Vector256.Create((ulong)first)) * (ulong)width;
        var at = bits >>> 3;
        // Each half begins with the byte of its first field.
        var places = at - Avx2.UnpackLow(at, at);
        // Less than 16 each, so a word of eight equal bytes is four shifts away.
        places |= places << 8;
        places |= places << 16;
        places |= places << 32;
        return ((places + Vector256.Create(0x0706_0504_0302_0100UL)).AsByte(), bits & Vector256.Create(7UL));
    }
}
