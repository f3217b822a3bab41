using AutoValley.V1;

namespace AutoValley.Server.Query;

/// <summary>What a request says of vehicles, signals and time, before anything is looked up.</summary>
/// <param name="Vehicles">organisation/vehicle or organisation/*; none for those of the run.</param>
/// <param name="Signals">None for all.</param>
/// <param name="Span">Used when there is no run.</param>
/// <param name="Run">Empty when there is none.</param>
internal sealed record ScopeRequest(IReadOnlyList<string> Vehicles, IReadOnlyList<string> Signals, V1.TimeSpan? Span, string Run)
{
    public static ScopeRequest Of(ReadRequest request) =>
        new(Join(request.Vehicle, request.Vehicles), request.Signals, request.Span, request.Run);

    public static ScopeRequest Of(AggregateRequest request) =>
        new(Join(request.Vehicle, request.Vehicles), request.Signals, request.Span, request.Run);

    public static ScopeRequest Of(AlignRequest request) => new(request.Vehicles, request.Signals, request.Span, request.Run);

    private static IReadOnlyList<string> Join(string first, IReadOnlyList<string> others) => first.Length > 0 ? [first, .. others] : others;
}
