namespace AutoValley.Server.Influx.Writing;

/// <summary>What lines that go to the same place begin with.</summary>
/// <param name="Organisation">Of the database; null for that of all.</param>
/// <param name="Key">Measurement and tags as they came.</param>
internal readonly record struct TargetKey(string? Organisation, byte[] Key);
