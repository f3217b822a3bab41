using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoValley.Telemetry.Columns;

/// <summary>
/// Up to 1,024 integers as <c>base + factor × field</c> with fields of one width; those that need more bits stand aside as exceptions
/// (frame of reference with patches; Zukowski, Héman, Nes, Boncz: Super-Scalar RAM-CPU Cache Compression, 2006).
/// Arithmetic is modulo 2^64 throughout.
/// </summary>
internal static class PackedBlock
{
    private const int HasExtra = 0x80, HasFactor = 1, HasExceptions = 2;
    private const int MaximumWidth = 64;

    [SkipLocalsInit]
    public static void Write(ref ColumnWriter writer, scoped ReadOnlySpan<long> values, in PackedPlan plan)
    {
        Span<ulong> fields = stackalloc ulong[values.Length];
        Span<ulong> positions = stackalloc ulong[plan.Exceptions];
        Span<ulong> exceptions = stackalloc ulong[plan.Exceptions];
        Divide(values, plan, fields);
        var exceptionWidth = plan.Exceptions == 0 ? 0 : SetAside(fields, plan.Width, positions, exceptions);

        writer.Signed(plan.Base);
        writer.Byte(plan.Width | (plan.HasExtra ? HasExtra : 0));
        if (plan.HasExtra)
            writer.Byte((plan.Factor > 1 ? HasFactor : 0) | (plan.Exceptions > 0 ? HasExceptions : 0));
        if (plan.Factor > 1)
            writer.Varint((ulong)plan.Factor);
        if (plan.Exceptions > 0)
        {
            writer.Varint((ulong)plan.Exceptions);
            writer.Byte(exceptionWidth);
        }
        writer.Packed(fields, plan.Width);
        writer.Packed(positions, ColumnFormat.PositionBits);
        writer.Packed(exceptions, exceptionWidth);
    }

    public static void Read(ref ColumnReader reader, scoped Span<long> values)
    {
        var start = reader.Signed();
        var head = reader.Byte();
        var width = head & ~HasExtra;
        var extra = (head & HasExtra) != 0 ? reader.Byte("the extra byte", HasFactor | HasExceptions) : 0;
        if (width > MaximumWidth)
            throw reader.Error($"fields of {width} bits");
        var factor = (extra & HasFactor) != 0 ? (long)reader.Varint() : 1;
        var exceptions = (extra & HasExceptions) != 0 ? reader.Count("exceptions", 0, values.Length) : 0;
        var exceptionWidth = (extra & HasExceptions) != 0 ? reader.Byte("the exceptions' width", MaximumWidth) : 0;

        var fields = MemoryMarshal.Cast<long, ulong>(values);
        BitPacking.Unpack(reader.Take(ColumnFormat.PackedBytes(values.Length, width)), width, fields);
        if (exceptions > 0)
            PutBack(ref reader, fields, exceptions, exceptionWidth);
        for (var index = 0; index < values.Length; index++)
            values[index] = start + (values[index] * factor);
    }

    private static void Divide(ReadOnlySpan<long> values, in PackedPlan plan, Span<ulong> fields)
    {
        for (var index = 0; index < values.Length; index++)
            fields[index] = (ulong)(values[index] - plan.Base);
        if (plan.Factor == 1)
            return;
        foreach (ref var field in fields)
            field = (ulong)((long)field / plan.Factor);
    }

    private static int SetAside(ReadOnlySpan<ulong> fields, int width, Span<ulong> positions, Span<ulong> exceptions)
    {
        var (count, all) = (0, 0UL);
        for (var index = 0; index < fields.Length; index++)
        {
            if (fields[index] >> width == 0)
                continue;
            positions[count] = (ulong)index;
            all |= exceptions[count++] = ZigZag.Encode((long)fields[index]);
        }
        return MaximumWidth - (int)ulong.LeadingZeroCount(all);
    }

    [SkipLocalsInit]
    private static void PutBack(ref ColumnReader reader, scoped Span<ulong> fields, int count, int width)
    {
        Span<ulong> positions = stackalloc ulong[count];
        Span<ulong> exceptions = stackalloc ulong[count];
        BitPacking.Unpack(reader.Take(ColumnFormat.PackedBytes(count, ColumnFormat.PositionBits)), ColumnFormat.PositionBits, positions);
        BitPacking.Unpack(reader.Take(ColumnFormat.PackedBytes(count, width)), width, exceptions);
        for (var index = 0; index < count; index++)
        {
            if (positions[index] >= (ulong)fields.Length)
                throw reader.Error($"an exception at {positions[index]} of {fields.Length}");
            fields[(int)positions[index]] = (ulong)ZigZag.Decode(exceptions[index]);
        }
    }
}
