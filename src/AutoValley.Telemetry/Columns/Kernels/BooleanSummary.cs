using System.Runtime.InteropServices;

namespace AutoValley.Telemetry.Columns.Kernels;

/// <summary>Statistics of booleans as 0 and 1, from how many are true.</summary>
internal static class BooleanSummary
{
    public static ColumnSummary Of(ReadOnlySpan<bool> values, bool withDeviations)
    {
        if (values.IsEmpty)
            return ColumnSummary.Empty;
        var falses = MemoryMarshal.AsBytes(values).Count((byte)0);
        var trues = values.Length - falses;
        return new ColumnSummary
        {
            Count = values.Length,
            Numbers = values.Length,
            Min = falses > 0 ? 0 : 1,
            Max = trues > 0 ? 1 : 0,
            Sum = trues,
            First = values[0] ? 1 : 0,
            Last = values[^1] ? 1 : 0,
            SquaredDeviations = withDeviations ? (double)falses * trues / values.Length : double.NaN,
        };
    }
}
