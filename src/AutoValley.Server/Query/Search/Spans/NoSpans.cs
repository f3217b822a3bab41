using AutoValley.Telemetry;

namespace AutoValley.Server.Query.Search.Spans;

/// <summary>Of what never holds: a vehicle that has no such signal, or one of a type that does not fit.</summary>
internal sealed class NoSpans : ISpanStream
{
    public static NoSpans Instance { get; } = new();

    public ValueTask<TimeRange?> NextAsync(long from) => new((TimeRange?)null);

    public ValueTask DisposeAsync() => default;
}
