using System.Numerics;

namespace AutoValley.Telemetry.Columns.Coding;

/// <summary>The bits in which a coded block tells its frequencies (FORMAT.md section 4).</summary>
internal static class FrequencyTable
{
    public const int LogBits = 4, CountBits = 8, LengthBits = 3, LongLength = 7, MoreLengthBits = 2;

    /// <summary>Bits of a class with this frequency.</summary>
    public static int BitsOf(int frequency)
    {
        var length = LengthOf(frequency);
        return LengthBits + (length >= LongLength ? MoreLengthBits : 0) + Math.Max(0, length - 1);
    }

    public static void Write(ref BitWriter writer, ReadOnlySpan<int> frequencies, int log)
    {
        writer.Write((ulong)log, LogBits);
        writer.Write((ulong)frequencies.Length, CountBits);
        foreach (var frequency in frequencies)
        {
            var length = LengthOf(frequency);
            writer.Write((ulong)Math.Min(length, LongLength), LengthBits);
            if (length >= LongLength)
                writer.Write((ulong)(length - LongLength), MoreLengthBits);
            if (length > 1)
                writer.Write((ulong)(frequency - (1 << (length - 1))), length - 1);
        }
    }

    /// <summary>Reads the frequency that a word begins with and moves the position behind it.</summary>
    public static int Read(ulong word, ref int position)
    {
        var (length, taken) = ((int)(word & LongLength), LengthBits);
        if (length == LongLength)
        {
            length += (int)BitReader.Lowest(word >> taken, MoreLengthBits);
            taken += MoreLengthBits;
        }
        var rest = Math.Max(0, length - 1);
        position += taken + rest;
        return length == 0 ? 0 : (1 << rest) + (int)BitReader.Lowest(word >> taken, rest);
    }

    private static int LengthOf(int frequency) => 32 - BitOperations.LeadingZeroCount((uint)frequency);
}
