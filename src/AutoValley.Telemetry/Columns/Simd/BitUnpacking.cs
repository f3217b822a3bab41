using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace AutoValley.Telemetry.Columns.Simd;

/// <summary>Fields of 0 to 64 bits without gaps, the first in the lowest bits of the first byte: the reverse of <see cref="BitPacking"/>.</summary>
internal static class BitUnpacking
{
    private const int WordBytes = sizeof(ulong);
    private const int WordBits = 64;

    // Eight fields of w bits are w whole bytes, so each group of eight begins at a byte and looks like every other.
    private const int Group = 8;

    // A field that begins in the last bit of a byte and is longer than this ends in the ninth byte.
    private const int OneWordWidth = WordBits - 7;

    // What is left where a group can no longer be loaded, and room for one load behind it.
    private const int EndBytes = 192;

    /// <summary><paramref name="start"/> plus each field, modulo 2^64, finished.</summary>
    /// <param name="source">The fields, and after them bytes that mean nothing here but may be read: the more, the fewer are copied.</param>
    /// <param name="width">Bits of a field.</param>
    /// <param name="start">What is added.</param>
    /// <param name="values">As many as are to be read.</param>
    /// <param name="finish">What becomes of each.</param>
    /// <param name="level">How.</param>
    public static void Unpack<TFinish>(ReadOnlySpan<byte> source, int width, long start, Span<long> values, TFinish finish, SimdLevel level)
        where TFinish : struct, IFinish
    {
        if (width == 0)
        {
            values.Fill(finish.Of(start));
            return;
        }
        level = Usable(level, width, values.Length);
        var done = UnpackGroups(source, width, start, values, finish, level);
        if (done < values.Length)
            UnpackEnd(source[(int)((long)done * width / 8)..], width, start, values[done..], finish, level);
    }

    private static SimdLevel Usable(SimdLevel level, int width, int count)
    {
        if (count < SimdLevels.LeastCount)
            return SimdLevel.Scalar;
        var usable = level < SimdLevels.Best ? level : SimdLevels.Best;
        return usable == SimdLevel.Vector256 && width > BitUnpacking256.MaximumWidth ? SimdLevel.Scalar : usable;
    }

    /// <summary>Reads groups as long as all bytes that are loaded lie within; the number of values read, a multiple of eight.</summary>
    private static int UnpackGroups<TFinish>(
        ReadOnlySpan<byte> source, int width, long start, Span<long> values, TFinish finish, SimdLevel level)
        where TFinish : struct, IFinish
    {
        if (Avx512Vbmi.IsSupported && level == SimdLevel.Vector512)
            return BitUnpacking512.Unpack(source, width, start, values, finish);
        return Avx2.IsSupported && level == SimdLevel.Vector256 ? BitUnpacking256.Unpack(source, width, start, values, finish) : 0;
    }

    [SkipLocalsInit]
    private static void UnpackEnd<TFinish>(ReadOnlySpan<byte> source, int width, long start, Span<long> values, TFinish finish, SimdLevel level)
        where TFinish : struct, IFinish
    {
        // Fields whose nine bytes all lie within.
        var inside = level == SimdLevel.Scalar || values.Length < Group
            ? (int)Math.Clamp(((((long)source.Length - WordBytes) * 8) - 1) / width, 0, values.Length)
            : 0;
        UnpackEach(source, 0, width, start, values[..inside], finish);
        if (inside == values.Length)
            return;
        // The others from a copy with room behind. What that room holds is masked away.
        var firstBit = (long)inside * width;
        Span<byte> end = stackalloc byte[EndBytes];
        source[(int)(firstBit / 8)..ColumnFormat.PackedBytes(values.Length, width)].CopyTo(end);
        values = values[inside..];
        var done = inside == 0 ? UnpackGroups(end, width, start, values, finish, level) : 0;
        UnpackEach(end, (int)(firstBit % 8) + (done * width), width, start, values[done..], finish);
    }

    private static void UnpackEach<TFinish>(ReadOnlySpan<byte> source, int firstBit, int width, long start, Span<long> values, TFinish finish)
        where TFinish : struct, IFinish
    {
        var mask = ulong.MaxValue >> (WordBits - width);
        var bit = firstBit;
        for (var index = 0; index < values.Length; index++, bit += width)
        {
            var (at, shift) = (bit >> 3, bit & 7);
            var bits = BinaryPrimitives.ReadUInt64LittleEndian(source[at..]) >> shift;
            if (width > OneWordWidth)
                bits |= ((ulong)source[at + WordBytes] << 1) << (WordBits - 1 - shift);
            values[index] = finish.Of(start + (long)(bits & mask));
        }
    }
}
