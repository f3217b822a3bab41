using System.Runtime.CompilerServices;

namespace AutoValley.Telemetry.Columns.Coding;

/// <summary>
/// Up to 1,024 integers as <c>base + factor × field</c> with fields that take as many bits as they are rare (tabled asymmetric numeral systems; Duda:
/// Asymmetric Numeral Systems, 2013), their classes that is; the lower bits of long fields stand as they are (as in Loncaric, Jeppesen, Zinberg: Pcodec, 2025).
/// </summary>
internal static class CodedBlock
{
    /// <summary>Values next to each other belong to different states, which a processor follows side by side.</summary>
    public const int States = 4;

    /// <summary>Bytes of a block's bits that a reader accepts at most.</summary>
    public static int MaximumBytes(int count) => ColumnFormat.MaximumVectorBytes(count);

    [SkipLocalsInit]
    public static void Write(ref ColumnWriter writer, scoped ReadOnlySpan<long> values, in PackedPlan plan)
    {
        Span<long> fields = stackalloc long[values.Length];
        Span<byte> classes = stackalloc byte[values.Length];
        CodedFields.TryClassify(values, plan.Base, plan.Factor, fields, classes, writer.Level);
        var counts = CodedFields.Count(classes, stackalloc int[ValueClass.Count]);
        Span<int> frequencies = stackalloc int[counts.Length];
        Frequencies.Normalise(counts, values.Length, plan.Width, frequencies);

        Span<byte> space = stackalloc byte[MaximumBytes(values.Length) + sizeof(ulong)];
        var bits = new BitWriter(space);
        FrequencyTable.Write(ref bits, frequencies, plan.Width);
        WriteFields(ref bits, fields, classes, new StateCoder(frequencies, stackalloc ushort[1 << plan.Width], stackalloc int[frequencies.Length], plan.Width));

        writer.Signed(plan.Base);
        writer.Byte(PackedBlock.HasExtra);
        writer.Byte(PackedBlock.IsCoded | (plan.Factor > 1 ? PackedBlock.HasFactor : 0));
        if (plan.Factor > 1)
            writer.Varint((ulong)plan.Factor);
        writer.Varint((ulong)bits.Length);
        space[..bits.Length].CopyTo(writer.Space(bits.Length));
    }

    [SkipLocalsInit]
    private static void WriteFields(ref BitWriter bits, ReadOnlySpan<long> fields, ReadOnlySpan<byte> classes, in StateCoder coder)
    {
        Span<uint> steps = stackalloc uint[fields.Length];
        Span<int> states = stackalloc int[States];
        states.Fill(coder.First);
        // The reader comes from the other end.
        for (var index = fields.Length - 1; index >= 0; index--)
            steps[index] = coder.Step(ref states[index % States], classes[index]);
        foreach (var state in states)
            bits.Write((ulong)(state - coder.First), coder.Log);
        for (var index = 0; index < fields.Length; index++)
        {
            var (extra, count) = (ValueClass.ExtraBitsOf(classes[index]), (int)(steps[index] & StateCoder.CountMask));
            var low = (ulong)fields[index] & ((1UL << extra) - 1);
            bits.Write(low | ((ulong)(steps[index] >> StateCoder.CountBits) << extra), extra + count);
        }
    }
}
