using System.Globalization;
using AutoValley.Telemetry;
using AutoValley.Telemetry.LineProtocol;

namespace AutoValley.Storage.Influx;

/// <summary>What a part is called in InfluxDB, and which times it has; see FORMAT.md. Names and fields: <see cref="TelemetryLines"/>.</summary>
internal static class InfluxNames
{
    /// <summary>The earliest time that InfluxDB keeps.</summary>
    public const long FirstTime = long.MinValue + 2;

    /// <summary>The latest time that InfluxDB keeps.</summary>
    public const long LastTime = long.MaxValue - 1;

    /// <summary>How each line of a part begins.</summary>
    public static byte[] SeriesKey(Session session, ulong part) => LineEscapes.SeriesKey(
        TelemetryLines.Measurement,
        [
            // In InfluxDB's own order, which spares it sorting.
            (TelemetryLines.Organisation, session.Vehicle.Name.Organisation),
            (TelemetryLines.Part, part.ToString(CultureInfo.InvariantCulture)),
            (TelemetryLines.Session, session.SessionId.ToString()),
            (TelemetryLines.Vehicle, session.Vehicle.Name.Vehicle),
        ]);
}
