using System.Runtime.CompilerServices;

namespace AutoValley.Telemetry.Columns.Kernels;

/// <summary>Values of a column from an index on. Vectors before it are stepped over; those that lie within are decoded where their values belong.</summary>
internal static class Excerpt
{
    [SkipLocalsInit]
    public static void Read<T>(ref VectorCursor cursor, int from, scoped Span<T> values)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        cursor.ExpectType<T>();
        cursor.ExpectValues((long)from + values.Length);
        Span<T> scratch = stackalloc T[ColumnFormat.VectorLength];
        while (!values.IsEmpty)
        {
            var (before, length) = (from - cursor.Start, cursor.Length);
            if (before >= length)
            {
                cursor.Skip();
            }
            else if (before <= 0 && length <= values.Length)
            {
                cursor.Read(values[..length]);
                values = values[length..];
            }
            else
            {
                // The first or the last vector.
                cursor.Read(scratch[..length]);
                var part = scratch[Math.Max(before, 0)..length];
                part = part[..Math.Min(part.Length, values.Length)];
                part.CopyTo(values);
                values = values[part.Length..];
            }
        }
    }
}
