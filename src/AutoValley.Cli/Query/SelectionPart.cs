using AutoValley.V1;
using TimeSpan = AutoValley.V1.TimeSpan;

namespace AutoValley.Cli.Query;

/// <summary>What one call reads.</summary>
internal sealed record SelectionPart(string Vehicle, IReadOnlyList<string> Signals, TimeSpan? Span, string? Run)
{
    public ReadRequest ToRead(ulong limit)
    {
        var request = new ReadRequest { Vehicle = Vehicle, Signals = { Signals }, Limit = limit };
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
            Vehicle = Vehicle,
            Signals = { Signals },
            EveryNanos = reduction.Every,
            Statistics = { reduction.Statistics.Values },
        };
        if (Run is not null)
            request.Run = Run;
        else
            request.Span = Span;
        return request;
    }
}
