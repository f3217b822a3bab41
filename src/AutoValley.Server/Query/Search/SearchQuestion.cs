using AutoValley.Server.Query.Search.Spans;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Predicates;

namespace AutoValley.Server.Query.Search;

/// <summary>What is searched for, and where.</summary>
/// <param name="Predicate">What has to hold.</param>
/// <param name="Range">In this span of time.</param>
/// <param name="MinimumDurationNanos">Shorter spans are left out, in nanoseconds.</param>
/// <param name="MaximumAge">How long a value holds.</param>
internal sealed record SearchQuestion(Predicate Predicate, TimeRange Range, ulong MinimumDurationNanos, MaximumAge MaximumAge);
