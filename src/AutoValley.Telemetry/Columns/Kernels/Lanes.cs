using System.Runtime.CompilerServices;

namespace AutoValley.Telemetry.Columns.Kernels;

/// <summary>Eight partial results: the one of lane i is of the values i, i + 8, i + 16…</summary>
[InlineArray(Count)]
internal struct Lanes
{
    /// <summary>How many; what the widest register holds.</summary>
    public const int Count = 8;

    private double first;

    /// <summary>The sum over the lanes, each with the one half as far away, as the wide registers do it.</summary>
    public static double Sum(in Lanes lanes) => (lanes[0] + lanes[4] + (lanes[2] + lanes[6])) + (lanes[1] + lanes[5] + (lanes[3] + lanes[7]));

    /// <summary>The least of the lanes; the earlier one of equal ones.</summary>
    public static double Min(in Lanes lanes)
    {
        var least = lanes[0];
        for (var lane = 1; lane < Count; lane++)
            least = lanes[lane] < least ? lanes[lane] : least;
        return least;
    }

    /// <summary>The greatest of the lanes; the earlier one of equal ones.</summary>
    public static double Max(in Lanes lanes)
    {
        var greatest = lanes[0];
        for (var lane = 1; lane < Count; lane++)
            greatest = lanes[lane] > greatest ? lanes[lane] : greatest;
        return greatest;
    }
}
