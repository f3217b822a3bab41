using AutoValley.Telemetry;

namespace AutoValley.Server.Influx;

/// <summary>What InfluxDB's clients write and ask here: how their words are taken, and how much.</summary>
internal sealed record InfluxOptions
{
    /// <summary>
    /// Key <c>InfluxApi:Database</c>: the database that has all organisations, each line says its own by a tag. Every other database is the organisation of its name; one
    /// with this name is reached through this database alone, by tag <c>organisation</c>.
    /// </summary>
    public string Database { get; init; } = "autovalley";

    /// <summary>Key <c>InfluxApi:VehicleTags</c>: the first of these tags that a line has says the vehicle.</summary>
    public IReadOnlyList<string> VehicleTags { get; init; } = ["vehicle", "host"];

    /// <summary>Key <c>InfluxApi:Vehicle</c>: the vehicle of lines that have none of them; without it they are refused.</summary>
    public string? Vehicle { get; init; }

    /// <summary>Key <c>InfluxApi:MaximumBodyBytes</c>, of what is written, also unpacked. The default is InfluxDB's.</summary>
    public int MaximumBodyBytes { get; init; } = 25_000_000;

    /// <summary>Key <c>InfluxApi:MaximumBytesUnderWay</c>: of all bodies together; more are answered with 503.</summary>
    public long MaximumBytesUnderWay { get; init; } = 256 << 20;

    /// <summary>Key <c>InfluxApi:MaximumQueryBytes</c>, of a request's statements.</summary>
    public int MaximumQueryBytes { get; init; } = 256 << 10;

    /// <summary>Key <c>InfluxApi:MaximumStatements</c>, a request.</summary>
    public int MaximumStatements { get; init; } = 256;

    /// <summary>The organisation of a database; null for that of all.</summary>
    /// <returns>False when no database can have this name.</returns>
    public bool TryToOrganisation(string database, out string? organisation)
    {
        organisation = database == Database ? null : database;
        return organisation is null || VehicleName.IsPart(organisation);
    }
}
