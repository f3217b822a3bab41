namespace AutoValley.Server.Influx.Reading;

/// <summary>The functions that are spoken.</summary>
internal static class QlFunctions
{
    private static readonly HashSet<string> Aggregates =
        ["count", "sum", "mean", "min", "max", "first", "last", "spread", "stddev", "median", "mode", "percentile", "distinct"];

    private static readonly HashSet<string> Selectors = ["min", "max", "first", "last", "percentile"];

    private static readonly HashSet<string> Transforms =
        ["derivative", "non_negative_derivative", "difference", "non_negative_difference", "cumulative_sum", "moving_average", "elapsed"];

    // What the statistics of the store tell without reading samples.
    private static readonly HashSet<string> Summed = ["count", "sum", "mean", "min", "max", "spread", "first", "last"];

    // What is a whole number of whole numbers.
    private static readonly HashSet<string> Kept = ["sum", "min", "max", "first", "last", "spread"];

    // What texts and booleans have too.
    private static readonly HashSet<string> General = ["count", "first", "last", "mode", "distinct"];

    /// <summary>Whether it is of values of any type.</summary>
    public static bool TakesAll(string function) => General.Contains(function);

    /// <summary>Many values to one.</summary>
    public static bool IsAggregate(string function) => Aggregates.Contains(function);

    /// <summary>One of many values, which has a time.</summary>
    public static bool IsSelector(string function) => Selectors.Contains(function);

    /// <summary>Value after value.</summary>
    public static bool IsTransform(string function) => Transforms.Contains(function);

    /// <summary>Whether statistics tell it.</summary>
    public static bool IsSummed(string function) => Summed.Contains(function);

    /// <summary>Whether it is an integer of integers.</summary>
    public static bool KeepsType(string function) => Kept.Contains(function);
}
