using AutoValley.Telemetry.Columns;

namespace AutoValley.Telemetry.Tests.Columns.Kernels;

/// <summary>Statistics by their definition, a value at a time.</summary>
internal static class NaiveSummary
{
    /// <summary>Compares; sums may differ by what rounding may do to that many summands.</summary>
    public static void Check(ReadOnlySpan<double> values, in ColumnSummary summary, bool withDeviations, string what)
    {
        double[] numbers = [.. values.ToArray().Where(value => !double.IsNaN(value))];
        Assert.True(summary.Count == values.Length && summary.Numbers == numbers.Length, $"{what}: {summary.Numbers} of {summary.Count}");
        if (numbers.Length == 0)
        {
            Assert.True(summary with { Count = 0 } == ColumnSummary.Empty, $"{what}: {summary}");
            return;
        }
        Assert.True(summary.Min == numbers.Min() && summary.Max == numbers.Max(), $"{what}: {summary.Min} to {summary.Max}");
        Assert.True(Same(summary.First, numbers[0]) && Same(summary.Last, numbers[^1]), $"{what}: from {summary.First} to {summary.Last}");
        var magnitude = numbers.Sum(Math.Abs);
        if (!double.IsFinite(magnitude))
            return;
        var tolerance = numbers.Length * 1e-16 * magnitude;
        Assert.True(Math.Abs(summary.Sum - Sum(numbers)) <= tolerance, $"{what}: sum {summary.Sum}, not {Sum(numbers)}");
        if (!withDeviations)
        {
            Assert.True(double.IsNaN(summary.SquaredDeviations), what);
            return;
        }
        var mean = Sum(numbers) / numbers.Length;
        var deviations = numbers.Select(number => (number - mean) * (number - mean)).Sum();
        if (!double.IsFinite(deviations))
            return;
        var least = numbers.Length * 1e-15 * deviations + (numbers.Length * Math.Pow(numbers.Length * 1e-15 * magnitude / numbers.Length, 2));
        Assert.True(Math.Abs(summary.SquaredDeviations - deviations) <= least, $"{what}: deviations {summary.SquaredDeviations}, not {deviations}");
    }

    private static bool Same(double left, double right) => BitConverter.DoubleToInt64Bits(left) == BitConverter.DoubleToInt64Bits(right);

    /// <summary>By Neumaier, as good as exact.</summary>
    private static double Sum(double[] numbers)
    {
        var (sum, lost) = (0.0, 0.0);
        foreach (var number in numbers)
        {
            var next = sum + number;
            lost += Math.Abs(sum) >= Math.Abs(number) ? sum - next + number : number - next + sum;
            sum = next;
        }
        return sum + lost;
    }
}
