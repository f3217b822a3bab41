using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AutoValley.Telemetry.Columns.Simd;

/// <summary>Bits from booleans: the reverse of <see cref="Bitmaps"/>.</summary>
internal static class BooleanBits
{
    private const int WordBits = 64;

    /// <summary>Words that hold so many bits.</summary>
    public static int Words(int count) => (count + WordBits - 1) / WordBits;

    /// <summary>Value i becomes bit i, counted from the lowest of the first word; what is left of the last word is 0.</summary>
    public static void Of(ReadOnlySpan<bool> values, Span<ulong> words, SimdLevel level)
    {
        var bytes = MemoryMarshal.AsBytes(values);
        for (var word = 0; word < Words(values.Length); word++, bytes = bytes[Math.Min(WordBits, bytes.Length)..])
        {
            if (level == SimdLevel.Vector512 && bytes.Length >= WordBits)
                words[word] = ~Vector512.Equals(Vector512.Create(bytes), Vector512<byte>.Zero).ExtractMostSignificantBits();
            else if (level == SimdLevel.Vector256 && bytes.Length >= WordBits)
                words[word] = Half(bytes) | ((ulong)Half(bytes[Vector256<byte>.Count..]) << Vector256<byte>.Count);
            else
                words[word] = OneByOne(bytes[..Math.Min(WordBits, bytes.Length)]);
        }
    }

    /// <summary>The lengths of the stretches of equal bits among the first so many; how many there are.</summary>
    public static int RunLengths(ReadOnlySpan<ulong> words, int count, Span<long> lengths)
    {
        // The bit before the first one: no run begins there.
        var before = words[0] & 1;
        var (runs, start) = (0, 0);
        for (var word = 0; word < Words(count); word++)
        {
            var changes = words[word] ^ ((words[word] << 1) | before);
            before = words[word] >> (WordBits - 1);
            if (count - (word * WordBits) is var left and < WordBits)
                changes &= (1UL << left) - 1;
            for (; changes != 0; changes &= changes - 1)
            {
                var place = (word * WordBits) + BitOperations.TrailingZeroCount(changes);
                lengths[runs++] = place - start;
                start = place;
            }
        }
        lengths[runs++] = count - start;
        return runs;
    }

    private static uint Half(ReadOnlySpan<byte> bytes) => ~Vector256.Equals(Vector256.Create(bytes), Vector256<byte>.Zero).ExtractMostSignificantBits();

    private static ulong OneByOne(ReadOnlySpan<byte> bytes)
    {
        var word = 0UL;
        for (var index = 0; index < bytes.Length; index++)
            word |= (bytes[index] != 0 ? 1UL : 0) << index;
        return word;
    }
}
