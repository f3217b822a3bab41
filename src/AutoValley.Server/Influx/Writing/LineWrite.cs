using AutoValley.Telemetry.LineProtocol;

namespace AutoValley.Server.Influx.Writing;

/// <summary>What a request says of its body.</summary>
/// <param name="Topic">Where it came to, for dead letters.</param>
/// <param name="Organisation">Of the database, which lines may repeat; null for that of all, where each says its own.</param>
/// <param name="Precision">Unit of their times.</param>
internal sealed record LineWrite(string Topic, string? Organisation, LinePrecision Precision);
