using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AutoValley.Telemetry.Columns.Simd;

/// <summary>
/// Two fields of w bits in a row are one field of 2·w bits: as long as two fit a word, half as many are left to be packed one by one.
/// </summary>
internal static class BitFolding
{
    private const int WordBits = 64;

    /// <summary>Room behind the fields that <see cref="Fold"/> makes use of.</summary>
    public const int Room = 16;

    /// <summary>Cuts fields to their width and folds them as often as it fits, in place.</summary>
    /// <param name="fields">The fields, and behind them <see cref="Room"/> of any content.</param>
    /// <param name="count">How many fields; how many folded ones afterwards, the last filled up with zeros.</param>
    /// <param name="width">Bits of a field, 1 to 64; those of a folded one afterwards.</param>
    /// <param name="level">How; <see cref="SimdLevel.Scalar"/> cuts alone.</param>
    public static void Fold(Span<ulong> fields, ref int count, ref int width, SimdLevel level)
    {
        var words = MemoryMarshal.Cast<ulong, long>(fields);
        if (level == SimdLevel.Vector512)
            Run<Lanes512, Vector512<long>>(words, ref count, ref width);
        else if (level == SimdLevel.Vector256)
            Run<Lanes256, Vector256<long>>(words, ref count, ref width);
        else
            Cut(fields[..count], width);
    }

    private static void Run<TLanes, TVector>(Span<long> words, ref int count, ref int width)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        if (width * 2 > WordBits || count == 1)
        {
            Cut(MemoryMarshal.Cast<long, ulong>(words[..count]), width);
            return;
        }
        var mask = TLanes.Create((1L << width) - 1);
        for (; width * 2 <= WordBits && count > 1; count = (count + 1) / 2, width *= 2)
        {
            words.Slice(count, Room).Clear();
            ref var at = ref MemoryMarshal.GetReference(words);
            for (var done = 0; done < count; done += 2 * TLanes.Count)
            {
                var first = TLanes.And(TLanes.Load(in at, done), mask);
                var second = TLanes.And(TLanes.Load(in at, done + TLanes.Count), mask);
                TLanes.Store(TLanes.FoldPairs(first, second, width), ref at, done / 2);
            }
            // They are cut by now.
            mask = TLanes.Create(-1);
        }
    }

    private static void Cut(Span<ulong> fields, int width)
    {
        var mask = ulong.MaxValue >> (WordBits - width);
        foreach (ref var field in fields)
            field &= mask;
    }
}
