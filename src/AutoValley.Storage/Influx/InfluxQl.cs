using System.Globalization;
using AutoValley.Telemetry;

namespace AutoValley.Storage.Influx;

/// <summary>
/// Statements in InfluxQL. Names of organisations, vehicles, sessions and signals are of an alphabet that needs no escaping between quotation marks; the
/// retention policy is a person's choice and is escaped.
/// </summary>
internal sealed class InfluxQl(string retentionPolicy)
{
    private readonly string source = retentionPolicy.Length == 0
        ? $"\"{InfluxNames.Measurement}\""
        : $"{Identifier(retentionPolicy)}.\"{InfluxNames.Measurement}\"";

    /// <summary>Makes a database.</summary>
    public static string CreateDatabase(string name) => $"CREATE DATABASE {Identifier(name)}";

    /// <summary>A series' samples in a range, part by part, ascending.</summary>
    /// <param name="series">Whose.</param>
    /// <param name="range">Which times.</param>
    /// <param name="limit">Of each part, at most.</param>
    public string Parts(Series series, TimeRange range, int limit) =>
        $"SELECT {Fields(series)} FROM {source} WHERE {Of(series.Vehicle)} AND {Within(range)} {ByPart} LIMIT {Text(limit)}";

    /// <summary>The latest sample of each part of a series.</summary>
    public string Latest(Series series) =>
        $"SELECT {Fields(series)} FROM {source} WHERE {Of(series.Vehicle)} AND {Within(TimeRange.All)} {ByPart} ORDER BY time DESC LIMIT 1";

    /// <summary>Samples of one part in a range, ascending.</summary>
    public string Page(Series series, (string Session, string Part) part, TimeRange range, int limit) =>
        $"SELECT {Fields(series)} FROM {source} WHERE {Of(series.Vehicle, part)} AND {Within(range)} LIMIT {Text(limit)}";

    /// <summary>Times in a range at which a part has bits of series of one vehicle, a column a series.</summary>
    public string Bits(IReadOnlyList<Series> series, (string Session, string Part) part, TimeRange range) =>
        $"SELECT {string.Join(", ", series.Select(one => $"\"{InfluxNames.BitsOf(one)}\""))} FROM {source} WHERE {Of(series[0].Vehicle, part)} AND {Within(range)}";

    /// <summary>The latest time at which a part has bits of any series.</summary>
    public string LatestBits(Vehicle vehicle, (string Session, string Part) part) =>
        $"SELECT /:bits$/ FROM {source} WHERE {Of(vehicle, part)} AND {Within(TimeRange.All)} ORDER BY time DESC LIMIT 1";

    /// <summary>The parts of a session.</summary>
    public static string PartsOf(Session session) =>
        $"SHOW TAG VALUES FROM \"{InfluxNames.Measurement}\" WITH KEY = \"{InfluxNames.Part}\" WHERE {Of(session.Vehicle)} "
        + $"AND {Is(InfluxNames.Session, session.SessionId.ToString())}";

    /// <summary>How many values there are in a range, a column a field.</summary>
    public string Count(TimeRange range) => $"SELECT count(*) FROM {source} WHERE {Within(range)}";

    /// <summary>The earliest time in a range.</summary>
    public string First(TimeRange range) => $"SELECT * FROM {source} WHERE {Within(range)} LIMIT 1";

    /// <summary>Deletes what lies in a range.</summary>
    public static string Delete(TimeRange range) => $"DELETE FROM \"{InfluxNames.Measurement}\" WHERE {Within(range)}";

    private const string ByPart = $"GROUP BY \"{InfluxNames.Session}\", \"{InfluxNames.Part}\"";

    private static string Fields(Series series) =>
        $"\"{InfluxNames.FieldOf(series)}\"" + (series.Type == SignalType.Double ? $", \"{InfluxNames.BitsOf(series)}\"" : "");

    private static string Of(Vehicle vehicle) =>
        $"{Is(InfluxNames.Organisation, vehicle.Name.Organisation)} AND {Is(InfluxNames.Vehicle, vehicle.Name.Vehicle)}";

    private static string Of(Vehicle vehicle, (string Session, string Part) part) =>
        $"{Of(vehicle)} AND {Is(InfluxNames.Session, part.Session)} AND {Is(InfluxNames.Part, part.Part)}";

    // The tag, also where somebody else writes a field of that name.
    private static string Is(string tag, string value) => $"\"{tag}\"::tag = '{value}'";

    private static string Within(TimeRange range) =>
        $"time >= {Text(Math.Max(range.From, InfluxNames.FirstTime))} AND time <= {Text(Math.Min(range.To - 1, InfluxNames.LastTime))}";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Identifier(string name) =>
        $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
