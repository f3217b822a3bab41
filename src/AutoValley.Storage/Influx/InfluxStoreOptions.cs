using AutoValley.Telemetry.LineProtocol;

namespace AutoValley.Storage.Influx;

/// <summary>Where the InfluxDB is that samples are sealed to, and how it is written to.</summary>
public sealed record InfluxStoreOptions
{
    /// <summary>Its address, without a path or with the one it is served under.</summary>
    public required Uri Url { get; init; }

    /// <summary>Which interface it has.</summary>
    public InfluxDialect Dialect { get; init; } = InfluxDialect.Auto;

    /// <summary>Of InfluxDB 1.x, made when it is missing; of the others the bucket, where none is named.</summary>
    public string Database { get; init; } = "autovalley";

    /// <summary>Of InfluxDB 1.x; empty for the database's default.</summary>
    public string RetentionPolicy { get; init; } = "";

    /// <summary>Of InfluxDB 1.x; empty where nobody is asked.</summary>
    public string User { get; init; } = "";

    /// <summary>The user's. Never logged.</summary>
    public string Password { get; init; } = "";

    /// <summary>Of InfluxDB 2.x: InfluxDB's organisation, which is none of AutoValley's.</summary>
    public string Org { get; init; } = "";

    /// <summary>Of InfluxDB 2.x and 3.x; empty for <see cref="Database"/>.</summary>
    public string Bucket { get; init; } = "";

    /// <summary>Of InfluxDB 2.x and 3.x. Never logged.</summary>
    public string Token { get; init; } = "";

    /// <summary>Line protocol of one request before it is compressed; InfluxData advises some thousand lines.</summary>
    public int BodyBytes { get; init; } = 1024 * 1024;

    /// <summary>Requests under way at most; fewer after InfluxDB asked for a pause.</summary>
    public int MaximumInFlight { get; init; } = 4;

    /// <summary>An answer, or the next part of one, that takes longer counts as none.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Pauses between attempts grow up to this; what InfluxDB asks for may be longer, up to ten times.</summary>
    public TimeSpan MaximumPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest text value in UTF-8; longer ones become dead letters.</summary>
    public int MaximumTextBytes { get; init; } = TelemetryLines.MaximumTextBytes;

    /// <summary>Sessions whose parts are remembered; one beyond costs a question when it comes again.</summary>
    internal int MaximumSessions { get; init; } = 10_000;

    /// <summary>Its address alone: nothing secret gets into a log by way of a record.</summary>
    public override string ToString() => Url.ToString();

    /// <summary>What queries name as their database.</summary>
    internal string QueryDatabase(InfluxDialect dialect) => dialect == InfluxDialect.V1 || Bucket.Length == 0 ? Database : Bucket;
}
