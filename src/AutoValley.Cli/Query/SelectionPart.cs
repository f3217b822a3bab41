using AutoValley.V1;
using TimeSpan = AutoValley.V1.TimeSpan;

namespace AutoValley.Cli.Query;

/// <summary>What one call reads.</summary>
internal sealed record SelectionPart(IReadOnlyList<string> Vehicles, IReadOnlyList<string> Signals, TimeSpan? Span, string? Run)
{
    /// <param name="limit">Samples a signal; 0 for all.</param>
    /// <param name="gap">Nanoseconds without a sample that are told; 0 tells none.</param>
    public ReadRequest ToRead(ulong limit, ulong gap)
    {
        var request = new ReadRequest
        {
            Vehicle = Vehicles[0],
            Vehicles = { Vehicles.Skip(1) },
            Signals = { Signals },
            Limit = limit,
            GapNanos = gap,
        };
        if (Run is not null)
            request.Run = Run;
        else
            request.Span = Span;
        return request;
    }

    public AggregateRequest ToAggregate(Reduction reduction)
    {
        var request = new AggregateRequest
        {
            Vehicle = Vehicles[0],
            Vehicles = { Vehicles.Skip(1) },
            Signals = { Signals },
            EveryNanos = reduction.Every,
            Statistics = { reduction.Statistics.Values },
            Percentiles = { reduction.Statistics.Percentiles },
            FillEmpty = reduction.FillEmpty,
        };
        if (Run is not null)
            request.Run = Run;
        else
            request.Span = Span;
        return request;
    }

    /// <param name="maximum">Samples a signal at most; 0 for the server's default.</param>
    /// <param name="method">How it is reduced when there are more.</param>
    /// <param name="gap">Nanoseconds without a sample that are told; 0 for ten times what is usual.</param>
    public ReduceRequest ToReduce(uint maximum, ReductionMethod method, ulong gap)
    {
        var request = new ReduceRequest
        {
            Vehicles = { Vehicles },
            Signals = { Signals },
            Maximum = maximum,
            Method = method,
            GapNanos = gap,
        };
        if (Run is not null)
            request.Run = Run;
        else
            request.Span = Span;
        return request;
    }
}
