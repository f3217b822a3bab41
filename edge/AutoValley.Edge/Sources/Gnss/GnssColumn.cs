using System.Buffers.Text;
using System.Globalization;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources.Gnss;

/// <summary>A column of a GNSS recording and the signal it becomes.</summary>
/// <param name="Signal">The signal; a VSS path where there is one, else in the private branch GNSS.</param>
/// <param name="Factor">From the column's unit to the signal's.</param>
internal sealed record GnssColumn(SignalSpec Signal, double Factor)
{
    private const double MetresPerSecondInKilometresPerHour = 3.6;

    /// <summary>The column of a header's name. An unknown name becomes <c>GNSS.name</c>, a double without a unit.</summary>
    public static GnssColumn Of(string header) => header switch
    {
        "lat_deg" => new(new SignalSpec("Vehicle.CurrentLocation.Latitude", SignalType.Double, "degrees"), 1),
        "lon_deg" => new(new SignalSpec("Vehicle.CurrentLocation.Longitude", SignalType.Double, "degrees"), 1),
        "alt_m" => new(new SignalSpec("Vehicle.CurrentLocation.Altitude", SignalType.Double, "m"), 1),
        "bearing_deg" => new(new SignalSpec("Vehicle.CurrentLocation.Heading", SignalType.Double, "degrees"), 1),
        "speed_mps" => new(new SignalSpec("Vehicle.Speed", SignalType.Double, "km/h"), MetresPerSecondInKilometresPerHour),
        "utc_ms" => new(GnssSignals.ReceiverTime, 1),
        _ => new(new SignalSpec($"GNSS.{Private(header)}", SignalType.Double), 1),
    };

    /// <summary>Reads a cell; false when it is no number, or no integer where the signal is one.</summary>
    public bool TryParse(ReadOnlySpan<byte> cell, out SampleValue value)
    {
        value = default;
        if (Signal.Type == SignalType.Integer)
        {
            if (!Utf8Parser.TryParse(cell, out long integer, out var used) || used != cell.Length)
                return false;
            value = SampleValue.Of(integer);
            return true;
        }
        if (!double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return false;
        value = SampleValue.Of(number * Factor);
        return true;
    }

    private static string Private(string header) =>
        string.Concat(header.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.' ? letter : '_'));
}
