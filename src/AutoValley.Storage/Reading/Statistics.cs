using AutoValley.Telemetry;

namespace AutoValley.Storage.Reading;

/// <summary>Statistics of values in the order of time. NaN counts and is left out of the rest, unless there is nothing else.</summary>
internal record struct Statistics
{
    public Statistics() => (Min, Max, Sum, First, Last) = (double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);

    public long Count { get; set; }

    public double Min { get; set; }

    public double Max { get; set; }

    public double Sum { get; set; }

    public double First { get; set; }

    public double Last { get; set; }

    // An infinite sum may be NaN, the first number never is.
    private readonly bool HasNumbers => !double.IsNaN(First);

    public void Add(double value)
    {
        Count++;
        if (double.IsNaN(value))
            return;
        if (HasNumbers)
        {
            if (value < Min)
                Min = value;
            if (value > Max)
                Max = value;
            (Sum, Last) = (Sum + value, value);
        }
        else
        {
            (Min, Max, Sum, First, Last) = (value, value, value, value, value);
        }
    }

    /// <summary>Adds statistics of later values.</summary>
    public void Add(in Statistics later)
    {
        var count = Count + later.Count;
        if (!HasNumbers)
            this = later;
        else if (later.HasNumbers)
            (Min, Max, Sum, Last) = (Math.Min(Min, later.Min), Math.Max(Max, later.Max), Sum + later.Sum, later.Last);
        Count = count;
    }

    /// <summary>Adds values of a numeric or boolean signal; booleans are 0 and 1.</summary>
    public void Add(Values values, int start, int count)
    {
        switch (values)
        {
            case Values<double> doubles:
                foreach (var value in doubles.Items.Span.Slice(start, count))
                    Add(value);
                break;
            case Values<long> integers:
                foreach (var value in integers.Items.Span.Slice(start, count))
                    Add((double)value);
                break;
            case Values<bool> booleans:
                foreach (var value in booleans.Items.Span.Slice(start, count))
                    Add(value ? 1.0 : 0.0);
                break;
            default:
                throw new ArgumentException($"no statistics of {values.Type}", nameof(values));
        }
    }

    public readonly Bucket ToBucket(long start) => new(start, Count, Min, Max, Sum, First, Last);
}
