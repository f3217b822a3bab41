using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoValley.Telemetry.Columns.Coding;

/// <summary>What each state of a coded block means: an entry of 32 bits.</summary>
/// <remarks>
/// <code>
/// bits 0-7 extra bits of the field | 8-15 bits that make the next state | 16-18 highest bits of the field | 19-31 what the next state is counted from
/// </code>
/// </remarks>
internal static class StateTable
{
    public const int BitsAt = 8, MantissaAt = 16, NextAt = 19;
    public const uint MantissaMask = 7;

    /// <summary>Reads the frequencies from the bits and makes the entries, 2 to the power of the log that comes first.</summary>
    /// <param name="bits">A coded block's, and <see cref="BitReader.Margin"/> behind them.</param>
    /// <param name="limit">Bits of the block.</param>
    /// <param name="position">Of the first bit; then of the one behind the frequencies.</param>
    /// <param name="entries">Room for the largest table.</param>
    /// <param name="mostBits">What a value takes at most.</param>
    /// <returns>The log, or -1 when this is no table.</returns>
    [SkipLocalsInit]
    public static int Read(ReadOnlySpan<byte> bits, int limit, ref int position, Span<uint> entries, out int mostBits)
    {
        mostBits = 0;
        ref var from = ref MemoryMarshal.GetReference(bits);
        var log = (int)BitReader.Read(ref from, ref position, FrequencyTable.LogBits);
        var count = (int)BitReader.Read(ref from, ref position, FrequencyTable.CountBits);
        if (log is < Frequencies.LeastLog or > Frequencies.GreatestLog || count > ValueClass.Count)
            return -1;
        Span<int> frequencies = stackalloc int[count];
        var left = 1 << log;
        for (var one = 0; one < count && position <= limit; one++)
        {
            left -= frequencies[one] = FrequencyTable.Read(BitReader.Load(ref from, position), ref position);
            if (left < 0)
                return -1;
            if (frequencies[one] > 0)
                mostBits = ValueClass.ExtraBitsOf(one);
        }
        if (left != 0 || position > limit)
            return -1;
        Fill(entries[..(1 << log)], frequencies, log);
        mostBits += log;
        return log;
    }

    [SkipLocalsInit]
    private static void Fill(Span<uint> entries, Span<int> frequencies, int log)
    {
        Span<byte> classes = stackalloc byte[entries.Length];
        Spread.Over(frequencies, classes);
        Span<uint> fields = stackalloc uint[frequencies.Length];
        for (var one = 0; one < fields.Length; one++)
            fields[one] = (uint)(ValueClass.ExtraBitsOf(one) | (ValueClass.MantissaOf(one) << MantissaAt));
        ref var field = ref MemoryMarshal.GetReference(fields);
        ref var frequency = ref MemoryMarshal.GetReference(frequencies);
        for (var state = 0; state < entries.Length; state++)
        {
            var one = classes[state];
            var place = Unsafe.Add(ref frequency, one)++;
            var count = log - BitOperations.Log2((uint)place);
            entries[state] = Unsafe.Add(ref field, one) | (uint)((count << BitsAt) | (((place << count) - entries.Length) << NextAt));
        }
    }
}
