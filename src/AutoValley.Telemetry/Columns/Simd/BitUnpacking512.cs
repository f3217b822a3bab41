using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AutoValley.Telemetry.Columns.Simd;

/// <summary>
/// Eight fields at a time: one load, one permutation that brings the eight bytes in which each field begins into its lane, one shift, one mask.
/// </summary>
internal static class BitUnpacking512
{
    private const int Group = 8;
    // A field that begins in the last bit of a byte and is longer than this ends in the ninth byte.
    private const int OneWordWidth = 57;

    /// <summary>Reads groups of eight as long as the load of each lies within <paramref name="source"/>; the number of values read.</summary>
    public static int Unpack<TFinish>(ReadOnlySpan<byte> source, int width, long start, Span<long> values, TFinish finish)
        where TFinish : struct, IFinish => width switch
    {
        <= Load16.Length => Unpack<Load16, TFinish>(source, width, start, values, finish),
        <= Load32.Length => Unpack<Load32, TFinish>(source, width, start, values, finish),
        <= OneWordWidth => Unpack<Load64, TFinish>(source, width, start, values, finish),
        _ => UnpackWide(source, width, start, values, finish),
    };

    private static int Unpack<TLoad, TFinish>(ReadOnlySpan<byte> source, int width, long start, Span<long> values, TFinish finish)
        where TLoad : struct, ILoad
        where TFinish : struct, IFinish
    {
        var groups = Groups(source.Length, TLoad.Bytes, width, values.Length);
        if (groups <= 0)
            return 0;
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(values);
        var (places, shifts) = Layout(width);
        var (mask, starts) = (Vector512.Create(ulong.MaxValue >> (64 - width)), Vector512.Create(start));
        for (var group = 0; group < groups; group++)
        {
            var words = Avx512Vbmi.PermuteVar64x8(TLoad.From(ref from), places).AsUInt64();
            var fields = Avx512F.ShiftRightLogicalVariable(words, shifts) & mask;
            finish.Of(starts + fields.AsInt64()).StoreUnsafe(ref to);
            from = ref Unsafe.Add(ref from, width);
            to = ref Unsafe.Add(ref to, Group);
        }
        return groups * Group;
    }

    /// <summary>Fields that may end in a ninth byte.</summary>
    private static int UnpackWide<TFinish>(ReadOnlySpan<byte> source, int width, long start, Span<long> values, TFinish finish)
        where TFinish : struct, IFinish
    {
        var groups = Groups(source.Length, Load64.Length, width, values.Length);
        if (groups <= 0)
            return 0;
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(values);
        var (places, shifts) = Layout(width);
        // A shift by 64 gives 0. Of the word behind, at most the seven lowest bits are wanted, all of its first byte.
        var (places9, shifts9) = (places + Vector512.Create((byte)sizeof(ulong)), Vector512.Create(64UL) - shifts);
        var (mask, starts) = (Vector512.Create(ulong.MaxValue >> (64 - width)), Vector512.Create(start));
        for (var group = 0; group < groups; group++)
        {
            var bytes = Load64.From(ref from);
            var words = Avx512F.ShiftRightLogicalVariable(Avx512Vbmi.PermuteVar64x8(bytes, places).AsUInt64(), shifts);
            var behind = Avx512F.ShiftLeftLogicalVariable(Avx512Vbmi.PermuteVar64x8(bytes, places9).AsUInt64(), shifts9);
            finish.Of(starts + ((words | behind) & mask).AsInt64()).StoreUnsafe(ref to);
            from = ref Unsafe.Add(ref from, width);
            to = ref Unsafe.Add(ref to, Group);
        }
        return groups * Group;
    }

    /// <summary>Groups of eight whose loads lie within the source.</summary>
    public static int Groups(int sourceBytes, int loadBytes, int width, int count) =>
        sourceBytes < loadBytes ? 0 : Math.Min(count / Group, ((sourceBytes - loadBytes) / width) + 1);

    /// <summary>For each byte of the eight words the place in the load it comes from, and by how many bits each word is shifted.</summary>
    private static (Vector512<byte> Places, Vector512<ulong> Shifts) Layout(int width)
    {
        var bits = Vector512<ulong>.Indices * (ulong)width;
        var places = ((bits >>> 3) * 0x0101_0101_0101_0101UL) + Vector512.Create(0x0706_0504_0302_0100UL);
        return (places.AsByte(), bits & Vector512.Create(7UL));
    }

    /// <summary>A load of as few bytes as hold eight fields; what a word has beyond them is masked away.</summary>
    private interface ILoad
    {
        static abstract int Bytes { get; }

        static abstract Vector512<byte> From(ref byte source);
    }

    private readonly struct Load16 : ILoad
    {
        public const int Length = 16;

        public static int Bytes => Length;

        public static Vector512<byte> From(ref byte source) => Vector128.LoadUnsafe(ref source).ToVector256Unsafe().ToVector512Unsafe();
    }

    private readonly struct Load32 : ILoad
    {
        public const int Length = 32;

        public static int Bytes => Length;

        public static Vector512<byte> From(ref byte source) => Vector256.LoadUnsafe(ref source).ToVector512Unsafe();
    }

    private readonly struct Load64 : ILoad
    {
        public const int Length = 64;

        public static int Bytes => Length;

        public static Vector512<byte> From(ref byte source) => Vector512.LoadUnsafe(ref source);
    }
}
