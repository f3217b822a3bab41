using System.Text.RegularExpressions;
using AutoValley.Telemetry.LineProtocol;

namespace AutoValley.Server.Influx.Ql;

/// <summary>Measurements that are read: one by its name, or all that match.</summary>
/// <param name="Name">Null where they have to match.</param>
/// <param name="Regex">Null where there is a name.</param>
/// <param name="Database">As it is said before the name; null for that of the request.</param>
internal sealed record QlSource(string? Name, Regex? Regex, string? Database = null)
{
    /// <summary>
    /// Whether a measurement is meant. <c>telemetry</c> has what the others have once more, so that a pattern means it only when it says its name.
    /// </summary>
    public bool Matches(string measurement)
    {
        if (Name is not null)
            return measurement == Name;
        return Regex!.IsMatch(measurement) && (measurement != TelemetryLines.Measurement || Regex.ToString().Contains(TelemetryLines.Measurement, StringComparison.Ordinal));
    }
}
