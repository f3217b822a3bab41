using System.Globalization;
using AutoValley.Telemetry;
using AutoValley.Telemetry.LineProtocol;

namespace AutoValley.Storage.Influx;

/// <summary>
/// Statements in InfluxQL. Names of organisations, vehicles, sessions and signals are of an alphabet that needs no escaping between quotation marks; the
/// retention policy is a person's choice and is escaped.
/// </summary>
internal sealed class InfluxQl(string retentionPolicy)
{
    private readonly string source = retentionPolicy.Length == 0
        ? $"\"{TelemetryLines.Measurement}\""
        : $"{Identifier(retentionPolicy)}.\"{TelemetryLines.Measurement}\"";

    /// <summary>Makes a database.</summary>
    public static string CreateDatabase(string name) => $"CREATE DATABASE {Identifier(name)}";

    /// <summary>The first sample of each part of a series in a range.</summary>
    public string Parts(Series series, TimeRange range) =>
        $"SELECT {Fields(series)} FROM {source} WHERE {Of(series.Vehicle)} AND {Within(range)} {ByPart} LIMIT 1";

    /// <summary>The latest sample of each part of a series.</summary>
    public string Latest(Series series) =>
        $"SELECT {Fields(series)} FROM {source} WHERE {Of(series.Vehicle)} AND {Within(TimeRange.All)} {ByPart} ORDER BY time DESC LIMIT 1";

    /// <summary>Samples of one part in a range, ascending.</summary>
    public string Page(Series series, (string Session, string Part) part, TimeRange range, int limit) =>
        $"SELECT {Fields(series)} FROM {source} WHERE {Of(series.Vehicle, part)} AND {Within(range)} LIMIT {Text(limit)}";

    /// <summary>Times in a range at which a part has bits of series of one vehicle, a column a series.</summary>
    public string Bits(IReadOnlyList<Series> series, (string Session, string Part) part, TimeRange range) =>
        $"SELECT {string.Join(", ", series.Select(one => $"\"{TelemetryLines.BitsOf(one.Name)}\""))} FROM {source} WHERE {Of(series[0].Vehicle, part)} AND {Within(range)}";

    /// <summary>The latest time at which a part has bits of any series.</summary>
    public string LatestBits(Vehicle vehicle, (string Session, string Part) part) =>
        $"SELECT /:bits$/ FROM {source} WHERE {Of(vehicle, part)} AND {Within(TimeRange.All)} ORDER BY time DESC LIMIT 1";

    /// <summary>The parts of a session.</summary>
    public static string PartsOf(Session session) =>
        $"SHOW TAG VALUES FROM \"{TelemetryLines.Measurement}\" WITH KEY = \"{TelemetryLines.Part}\" WHERE {Of(session.Vehicle)} "
        + $"AND {Is(TelemetryLines.Session, session.SessionId.ToString())}";

    /// <summary>How many values there are in a range, a column a field.</summary>
    public string Count(TimeRange range) => $"SELECT count(*) FROM {source} WHERE {Within(range)}";

    /// <summary>The earliest time in a range.</summary>
    public string First(TimeRange range) => $"SELECT * FROM {source} WHERE {Within(range)} LIMIT 1";

    /// <summary>Deletes what lies in a range.</summary>
    public static string Delete(TimeRange range) => $"DELETE FROM \"{TelemetryLines.Measurement}\" WHERE {Within(range)}";

    private const string ByPart = $"GROUP BY \"{TelemetryLines.Session}\", \"{TelemetryLines.Part}\"";

    private static string Fields(Series series) =>
        $"\"{TelemetryLines.FieldOf(series.Name, series.Type)}\"" + (series.Type == SignalType.Double ? $", \"{TelemetryLines.BitsOf(series.Name)}\"" : "");

    private static string Of(Vehicle vehicle) =>
        $"{Is(TelemetryLines.Organisation, vehicle.Name.Organisation)} AND {Is(TelemetryLines.Vehicle, vehicle.Name.Vehicle)}";

    private static string Of(Vehicle vehicle, (string Session, string Part) part) =>
        $"{Of(vehicle)} AND {Is(TelemetryLines.Session, part.Session)} AND {Is(TelemetryLines.Part, part.Part)}";

    // The tag, also where somebody else writes a field of that name.
    private static string Is(string tag, string value) => $"\"{tag}\"::tag = '{value}'";

    private static string Within(TimeRange range) =>
        $"time >= {Text(Math.Max(range.From, InfluxNames.FirstTime))} AND time <= {Text(Math.Min(range.To - 1, InfluxNames.LastTime))}";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Identifier(string name) =>
        $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
