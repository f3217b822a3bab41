using AutoValley.Storage;
using AutoValley.Telemetry;

namespace AutoValley.Server.Query;

/// <summary>What one worker reads: a series, or a span of it.</summary>
internal readonly record struct SeriesPart(Series Series, TimeRange Range);
