using AutoValley.Telemetry;

namespace AutoValley.Server.Ingest;

/// <summary>Something that came in and cannot be used: from whom (as far as its topic told), where, and its bytes.</summary>
internal readonly record struct Letter(VehicleName? Vehicle, string Topic, ReadOnlyMemory<byte> Payload);
