using AutoValley.Server.Ingest;

namespace AutoValley.Server.Influx;

/// <summary>How much is taken: of a body, and of a batch that is made of it.</summary>
internal sealed record InfluxLimits(InfluxOptions Influx, IngestOptions Ingest);
