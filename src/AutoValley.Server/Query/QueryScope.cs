using AutoValley.Storage;
using AutoValley.Telemetry;

namespace AutoValley.Server.Query;

/// <summary>What a query reads: series, in the order they are answered, and a span.</summary>
internal sealed record QueryScope(IReadOnlyList<Series> Series, TimeRange Range);
