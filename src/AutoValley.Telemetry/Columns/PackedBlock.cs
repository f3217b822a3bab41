using System.Runtime.CompilerServices;

namespace AutoValley.Telemetry.Columns;

/// <summary>
/// Up to 1,024 integers as <c>base + factor × field</c> with fields of one width; those that need more bits stand aside as exceptions
/// (frame of reference with patches; Zukowski, Héman, Nes, Boncz: Super-Scalar RAM-CPU Cache Compression, 2006).
/// Arithmetic is modulo 2^64 throughout.
/// </summary>
internal static class PackedBlock
{
    public const int HasExtra = 0x80, HasFactor = 1, HasExceptions = 2;
    public const int MaximumWidth = 64;

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
}
