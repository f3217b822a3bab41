using System.Globalization;
using AutoValley.Telemetry;
using AutoValley.Telemetry.LineProtocol;

namespace AutoValley.Storage.Influx;

/// <summary>What samples are called in InfluxDB; see FORMAT.md.</summary>
internal static class InfluxNames
{
    public const string Measurement = TelemetryLines.Measurement;
    public const string Organisation = TelemetryLines.Organisation;
    public const string Vehicle = TelemetryLines.Vehicle;
    public const string Session = TelemetryLines.Session;
    public const string Part = TelemetryLines.Part;

    /// <summary>The earliest time that InfluxDB keeps.</summary>
    public const long FirstTime = long.MinValue + 2;

    /// <summary>The latest time that InfluxDB keeps.</summary>
    public const long LastTime = long.MaxValue - 1;

    /// <summary>The field of a series. No two types share one, so that InfluxDB never meets a field of another type: a signal's name has no colon.</summary>
    public static string FieldOf(Series series) => TelemetryLines.FieldOf(series.Name, series.Type);

    /// <summary>The field beside that of a series of doubles for those that line protocol has no word for: their bits, 16 hexadecimal digits.</summary>
    public static string BitsOf(Series series) => TelemetryLines.BitsOf(series.Name);

    /// <summary>How each line of a part begins.</summary>
    public static byte[] SeriesKey(Session session, ulong part) => LineProtocolEscapes.SeriesKey(
        Measurement,
        [
            // In InfluxDB's own order, which spares it sorting.
            new(Organisation, session.Vehicle.Name.Organisation), new(Part, part.ToString(CultureInfo.InvariantCulture)), new(Session, session.SessionId.ToString()),
            new(Vehicle, session.Vehicle.Name.Vehicle),
        ]);
}
