namespace AutoValley.Benchmarks.DataSets;

/// <summary>One signal of one vehicle.</summary>
/// <param name="Vehicle">The vehicle without its organisation: what foreign stores get as a label.</param>
/// <param name="Signal">The signal.</param>
internal readonly record struct SeriesKey(string Vehicle, string Signal);

/// <summary>What a store says about all samples of a series.</summary>
internal readonly record struct SeriesFacts(long Count, double Sum, double Minimum, double Maximum)
{
    // Foreign stores add up in other orders, and VictoriaMetrics keeps decimals: design section 6.
    private const double Tolerance = 1e-9;

    public static SeriesFacts Of(ReadOnlySpan<double> values)
    {
        var (sum, minimum, maximum) = (0.0, double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            sum += value;
            minimum = Math.Min(minimum, value);
            maximum = Math.Max(maximum, value);
        }
        return new SeriesFacts(values.Length, sum, minimum, maximum);
    }

    /// <summary>The truth about a data set.</summary>
    public static Dictionary<SeriesKey, SeriesFacts> Of(DataSet data)
    {
        var known = new Dictionary<double[], SeriesFacts>(ReferenceEqualityComparer.Instance);
        var facts = new Dictionary<SeriesKey, SeriesFacts>(data.SeriesCount);
        foreach (var vehicle in data.Vehicles)
        {
            foreach (var column in vehicle.Groups.SelectMany(group => group.Columns))
            {
                if (!known.TryGetValue(column.Values, out var fact))
                    known.Add(column.Values, fact = Of(column.Values));
                facts.Add(new SeriesKey(vehicle.Name.Vehicle, column.Signal), fact);
            }
        }
        return facts;
    }

    /// <summary>Counts exactly, the rest within 1e-9 of the largest that may have been added up.</summary>
    public bool Matches(SeriesFacts other, out string difference)
    {
        var scale = Math.Max(Math.Abs(Minimum), Math.Abs(Maximum));
        var same = Count == other.Count
            && IsNear(Sum, other.Sum, scale * Count) && IsNear(Minimum, other.Minimum, scale) && IsNear(Maximum, other.Maximum, scale);
        difference = same ? "" : $"{other} instead of {this}";
        return same;
    }

    private static bool IsNear(double expected, double actual, double scale) => Math.Abs(expected - actual) <= Tolerance * scale;
}
