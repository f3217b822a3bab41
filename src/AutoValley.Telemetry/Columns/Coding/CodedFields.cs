using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Columns.Coding;

/// <summary>The fields of a block that is to be coded, and their classes.</summary>
internal static class CodedFields
{
    // Counts of the same class that follow each other would wait for each other.
    private const int Tallies = 4;

    /// <summary>Finds the fields and classes of values; false when a field is too long to be coded.</summary>
    /// <param name="values">The block.</param>
    /// <param name="start">The value of a field of 0.</param>
    /// <param name="factor">What one step stands for.</param>
    /// <param name="fields">As many as values.</param>
    /// <param name="classes">As many as values.</param>
    /// <param name="level">How.</param>
    public static bool TryClassify(ReadOnlySpan<long> values, long start, long factor, Span<long> fields, Span<byte> classes, SimdLevel level)
    {
        Fields.Of(values, start, new ExactDivisor(factor), fields, level);
        Elementwise.ToZigZag(fields, level);
        Fields.BitLengths(fields, 0, new ExactDivisor(1), classes, level);
        if (Bytes.CountAbove(classes, ValueClass.MaximumFieldBits, level) > 0)
            return false;
        for (var index = 0; index < fields.Length; index++)
            classes[index] = (byte)ValueClass.Of((ulong)fields[index], ValueClass.ExtraBitsOfLength(classes[index]));
        return true;
    }

    /// <summary>How often each class comes.</summary>
    /// <returns>The counts up to the last class that comes.</returns>
    public static Span<int> Count(ReadOnlySpan<byte> classes, Span<int> counts)
    {
        Span<int> tallies = stackalloc int[ValueClass.Count * Tallies];
        tallies.Clear();
        for (var index = 0; index < classes.Length; index++)
            tallies[(classes[index] * Tallies) + (index % Tallies)]++;
        var last = 0;
        for (var one = 0; one < ValueClass.Count; one++)
        {
            counts[one] = tallies[one * Tallies] + tallies[(one * Tallies) + 1] + tallies[(one * Tallies) + 2] + tallies[(one * Tallies) + 3];
            last = counts[one] > 0 ? one : last;
        }
        return counts[..(last + 1)];
    }
}
