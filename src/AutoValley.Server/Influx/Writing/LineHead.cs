using AutoValley.Telemetry.LineProtocol;

namespace AutoValley.Server.Influx.Writing;

/// <summary>What is the same for all lines of a body.</summary>
/// <param name="Organisation">Of the database, which lines may repeat; null for that of all, where each says its own.</param>
/// <param name="Precision">Unit of their times.</param>
/// <param name="Now">Of lines without one, Unix nanoseconds.</param>
internal sealed record LineHead(string? Organisation, LinePrecision Precision, long Now);
