using AutoValley.Telemetry;

namespace AutoValley.Storage.Reading;

/// <summary>Statistics of values in the order of time. NaN counts and is left out of the rest, unless there is nothing else.</summary>
internal record struct Statistics
{
    public Statistics() => (Min, Max, Sum, First, Last) = (double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);

    public long Count { get; set; }

    /// <summary>Of the values, those that are not NaN.</summary>
    public long Numbers { get; set; }

    public double Min { get; set; }

    public double Max { get; set; }

    public double Sum { get; set; }

    /// <summary>Sum of the squared distances from the mean; 0 without numbers.</summary>
    public double SquaredDeviations { get; set; }

    public double First { get; set; }

    public double Last { get; set; }

    private readonly double Mean => Sum / Numbers;

    /// <summary>Adds statistics of later values.</summary>
    public void Add(in Statistics later)
    {
        var count = Count + later.Count;
        if (Numbers == 0)
            this = later;
        else if (later.Numbers > 0)
            AddNumbers(later);
        Count = count;
    }

    /// <summary>Adds values of a numeric or boolean signal; booleans are 0 and 1.</summary>
    public void Add(Values values, int start, int count) => Add(Of(values, start, count));

    /// <summary>Of values of a numeric or boolean signal; booleans are 0 and 1.</summary>
    public static Statistics Of(Values values, int start, int count) => values switch
    {
        Values<double> doubles => Of(doubles.Items.Span.Slice(start, count), value => value),
        Values<long> integers => Of(integers.Items.Span.Slice(start, count), value => value),
        Values<bool> booleans => Of(booleans.Items.Span.Slice(start, count), value => value ? 1.0 : 0.0),
        _ => throw new ArgumentException($"no statistics of {values.Type}", nameof(values)),
    };

    public readonly Bucket ToBucket(long start) => new(start, Count, Min, Max, Sum, First, Last);

    private static Statistics Of<T>(ReadOnlySpan<T> values, Func<T, double> number)
    {
        var statistics = new Statistics { Count = values.Length };
        foreach (var value in values)
            statistics.AddNumber(number(value));
        var mean = statistics.Mean;
        foreach (var value in values)
        {
            var distance = number(value) - mean;
            statistics.SquaredDeviations += double.IsNaN(distance) ? 0 : distance * distance;
        }
        return statistics;
    }

    private void AddNumber(double value)
    {
        if (double.IsNaN(value))
            return;
        if (Numbers++ == 0)
        {
            (Min, Max, Sum, First, Last) = (value, value, value, value, value);
            return;
        }
        if (value < Min)
            Min = value;
        if (value > Max)
            Max = value;
        (Sum, Last) = (Sum + value, value);
    }

    // The squares as in Chan, Golub, LeVeque: Updating Formulae and a Pairwise Algorithm for Computing Sample Variances, 1979.
    private void AddNumbers(in Statistics later)
    {
        var distance = later.Mean - Mean;
        SquaredDeviations += later.SquaredDeviations + (distance * distance * Numbers * later.Numbers / (Numbers + later.Numbers));
        (Min, Max, Sum, Last) = (Math.Min(Min, later.Min), Math.Max(Max, later.Max), Sum + later.Sum, later.Last);
        Numbers += later.Numbers;
    }
}
