using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AutoValley.Telemetry.Columns.Coding;
using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Columns;

/// <summary>
/// Up to 1,024 integers as <c>base + factor × field</c> with fields of one width; those that need more bits stand aside as exceptions
/// (frame of reference with patches; Zukowski, Héman, Nes, Boncz: Super-Scalar RAM-CPU Cache Compression, 2006).
/// Arithmetic is modulo 2^64 throughout.
/// </summary>
internal static class PackedBlock
{
    public const int HasExtra = 0x80, HasFactor = 1, HasExceptions = 2, IsCoded = 4;
    public const int MaximumWidth = 64;

    [SkipLocalsInit]
    public static void Write(ref ColumnWriter writer, scoped ReadOnlySpan<long> values, in PackedPlan plan)
    {
        if (plan.IsCoded)
        {
            CodedBlock.Write(ref writer, values, plan);
            return;
        }
        Span<long> space = stackalloc long[values.Length + BitFolding.Room];
        Span<ulong> positions = stackalloc ulong[plan.Exceptions + BitFolding.Room];
        Span<ulong> exceptions = stackalloc ulong[plan.Exceptions + BitFolding.Room];
        var fields = plan.Width > 0 || plan.Exceptions > 0 ? space[..values.Length] : [];
        Fields.Of(values[..fields.Length], plan.Base, new ExactDivisor(plan.Factor), fields, writer.Level);
        var exceptionWidth = plan.Exceptions == 0 ? 0 : SetAside(fields, plan.Width, positions, exceptions, writer.Level);

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
        writer.Packed(MemoryMarshal.Cast<long, ulong>(space), values.Length, plan.Width);
        writer.Packed(positions, plan.Exceptions, ColumnFormat.PositionBits);
        writer.Packed(exceptions, plan.Exceptions, exceptionWidth);
    }

    private static int SetAside(ReadOnlySpan<long> fields, int width, Span<ulong> positions, Span<ulong> exceptions, SimdLevel level)
    {
        var (count, all) = (0, 0UL);
        for (var index = 0; index < fields.Length;)
        {
            index = Fields.SkipShort(fields, index, width, level);
            for (var end = Math.Min(index + Fields.Step, fields.Length); index < end; index++)
            {
                if ((ulong)fields[index] >> width == 0)
                    continue;
                positions[count] = (ulong)index;
                all |= exceptions[count++] = ZigZag.Encode(fields[index]);
            }
        }
        return MaximumWidth - (int)ulong.LeadingZeroCount(all);
    }
}
