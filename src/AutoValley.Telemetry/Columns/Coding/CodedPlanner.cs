using System.Runtime.CompilerServices;
using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Columns.Coding;

/// <summary>Finds out what a block takes when it is coded.</summary>
internal static class CodedPlanner
{
    /// <summary>Fewer values do not bear a table.</summary>
    public const int LeastValues = 40;

    // Coded fields are read at a fifth of the speed of packed ones: they must be worth it.
    private const int LeastGain = 12;

    // Heads, length, states, and what rounding adds.
    private const int Overhead = 2 + 2 + (CodedBlock.States * Frequencies.GreatestLog / 8) + 2;

    private const int SampleLength = 32;

    // What a table is off its frequencies.
    private const int Coarseness = 128;

    // Costs are counted in parts of a bit.
    private const int BitParts = 256;

    private static readonly int[] Logarithms = [0, .. Enumerable.Range(1, 1 << Frequencies.GreatestLog).Select(value => (int)(Math.Log2(value) * BitParts))];

    /// <summary>The plan of the block as coded fields where that is worth it, else the one given.</summary>
    /// <param name="values">The block.</param>
    /// <param name="packed">How it is packed best.</param>
    /// <param name="level">How.</param>
    [SkipLocalsInit]
    public static PackedPlan Better(ReadOnlySpan<long> values, in PackedPlan packed, SimdLevel level)
    {
        if (values.Length < LeastValues || (packed.Width == 0 && packed.Exceptions == 0))
            return packed;
        Span<long> fields = stackalloc long[values.Length];
        Span<byte> classes = stackalloc byte[values.Length];
        var start = MiddleOf(values);
        if (!CodedFields.TryClassify(values, start, packed.Factor, fields, classes, level))
            return packed;
        var counts = CodedFields.Count(classes, stackalloc int[ValueClass.Count]);
        var log = Frequencies.LogOf(values.Length, counts.Length - counts.Count(0));
        if (log < 0)
            return packed;
        Span<int> frequencies = stackalloc int[counts.Length];
        Frequencies.Normalise(counts, values.Length, log, frequencies);
        var size = Overhead + ColumnWriter.SignedSize(start) + (packed.Factor > 1 ? ColumnWriter.VarintSize((ulong)packed.Factor) : 0)
            + BytesOf(counts, frequencies, log);
        return size + (packed.Size / LeastGain) < packed.Size ? new PackedPlan(start, packed.Factor, log, 0, size) { IsCoded = true } : packed;
    }

    private static int BytesOf(ReadOnlySpan<int> counts, ReadOnlySpan<int> frequencies, int log)
    {
        var (parts, bits) = (0L, FrequencyTable.LogBits + FrequencyTable.CountBits);
        for (var index = 0; index < counts.Length; index++)
        {
            parts += (long)counts[index] * (((log + ValueClass.ExtraBitsOf(index)) * BitParts) - Logarithms[frequencies[index]]);
            bits += FrequencyTable.BitsOf(frequencies[index]);
        }
        return (int)(((parts + (parts / Coarseness)) / (8 * BitParts)) + (bits / 8));
    }

    /// <summary>The middle one of a sample: fields on both sides of it are short.</summary>
    private static long MiddleOf(ReadOnlySpan<long> values)
    {
        Span<long> sample = stackalloc long[SampleLength];
        for (var index = 0; index < SampleLength; index++)
            sample[index] = values[(int)((long)index * values.Length / SampleLength)];
        sample.Sort();
        return sample[SampleLength / 2];
    }
}
