using AutoValley.Telemetry.Columns.Kernels;
using AutoValley.Telemetry.Columns.Simd;

namespace AutoValley.Telemetry.Columns;

/// <summary>
/// Statistics of values in a row. NaN counts and is left out of everything else; where there is no number, everything else is NaN. Sums go over the
/// numbers of each vector of 1,024 values in eight lanes, by position, and then over the vectors in their order: the same on every processor.
/// </summary>
public readonly record struct ColumnSummary
{
    /// <summary>Of no values.</summary>
    public static readonly ColumnSummary Empty = new()
    {
        Min = double.NaN,
        Max = double.NaN,
        Sum = double.NaN,
        First = double.NaN,
        Last = double.NaN,
        SquaredDeviations = double.NaN,
    };

    /// <summary>Values, NaN included.</summary>
    public long Count { get; init; }

    /// <summary>Values that are not NaN.</summary>
    public long Numbers { get; init; }

    /// <summary>Least number. Where both zeros are least, either of them.</summary>
    public double Min { get; init; }

    /// <summary>Greatest number. Where both zeros are greatest, either of them.</summary>
    public double Max { get; init; }

    /// <summary>Sum of the numbers; NaN also where both infinities are among them.</summary>
    public double Sum { get; init; }

    /// <summary>First number.</summary>
    public double First { get; init; }

    /// <summary>Last number.</summary>
    public double Last { get; init; }

    /// <summary>Sum of the squared distances of the numbers from their mean; NaN also where it was not asked for.</summary>
    public double SquaredDeviations { get; init; }

    /// <summary>Mean of the numbers.</summary>
    public double Mean => Sum / Numbers;

    /// <summary>Variance of the numbers, as of a whole population.</summary>
    public double Variance => SquaredDeviations / Numbers;

    /// <summary>Statistics of doubles.</summary>
    public static ColumnSummary Of(ReadOnlySpan<double> values, bool withDeviations = true) => NumberSummary.Of(values, withDeviations, SimdLevels.Best);

    /// <summary>Statistics of integers, taken as the doubles nearest to them.</summary>
    public static ColumnSummary Of(ReadOnlySpan<long> values, bool withDeviations = true) => NumberSummary.Of(values, withDeviations, SimdLevels.Best);

    /// <summary>Statistics of booleans, taken as 0 and 1.</summary>
    public static ColumnSummary Of(ReadOnlySpan<bool> values, bool withDeviations = true) => BooleanSummary.Of(values, withDeviations);

    /// <summary>
    /// Statistics of these values and of later ones together (deviations by Chan, Golub, LeVeque: Updating Formulae and a Pairwise Algorithm for
    /// Computing Sample Variances, 1979).
    /// </summary>
    public ColumnSummary Merge(in ColumnSummary later)
    {
        var count = Count + later.Count;
        if (later.Numbers == 0)
            return (Numbers == 0 ? Empty : this) with { Count = count };
        if (Numbers == 0)
            return later with { Count = count };
        var numbers = Numbers + later.Numbers;
        var distance = later.Mean - Mean;
        return new ColumnSummary
        {
            Count = count,
            Numbers = numbers,
            Min = Math.Min(Min, later.Min),
            Max = Math.Max(Max, later.Max),
            Sum = Sum + later.Sum,
            First = First,
            Last = later.Last,
            SquaredDeviations = SquaredDeviations + later.SquaredDeviations + (distance * distance * ((double)Numbers * later.Numbers / numbers)),
        };
    }
}
