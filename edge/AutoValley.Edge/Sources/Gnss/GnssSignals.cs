using AutoValley.Edge.Sources.Gnss.Nmea;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources.Gnss;

/// <summary>The signals of a receiver: VSS paths where VSS has them, else the private branch GNSS.</summary>
internal static class GnssSignals
{
    /// <summary>The receiver's own time; also what <see cref="GnssColumn"/> calls it.</summary>
    public static readonly SignalSpec ReceiverTime = new("GNSS.UtcMilliseconds", SignalType.Integer, "ms", "the receiver's own time");

    /// <summary>How good the fix is; NONE when there is none.</summary>
    public static readonly SignalSpec FixQuality = new(
        "GNSS.FixQuality", SignalType.Text, "", "NONE, AUTONOMOUS, DIFFERENTIAL, PRECISE, RTK_FIXED, RTK_FLOAT, ESTIMATED, MANUAL, SIMULATED or OTHER");

    /// <summary>All of them, in the order of the cells of <see cref="Fill"/>.</summary>
    public static readonly SignalSpec[] All =
    [
        new("Vehicle.CurrentLocation.Latitude", SignalType.Double, "degrees"),
        new("Vehicle.CurrentLocation.Longitude", SignalType.Double, "degrees"),
        new("Vehicle.CurrentLocation.Altitude", SignalType.Double, "m", "above the WGS 84 ellipsoid"),
        new("Vehicle.CurrentLocation.Heading", SignalType.Double, "degrees", "course over ground, clockwise from north"),
        new("Vehicle.Speed", SignalType.Double, "km/h", "over ground"),
        new("Vehicle.CurrentLocation.HorizontalAccuracy", SignalType.Double, "m", "standard deviation, both axes together"),
        new("Vehicle.CurrentLocation.VerticalAccuracy", SignalType.Double, "m", "standard deviation"),
        new("Vehicle.CurrentLocation.GNSSReceiver.FixType", SignalType.Text),
        FixQuality,
        ReceiverTime,
        new("GNSS.SatellitesUsed", SignalType.Integer),
        new("GNSS.SatellitesInView", SignalType.Integer),
        new("GNSS.Hdop", SignalType.Double),
        new("GNSS.Pdop", SignalType.Double),
        new("GNSS.Vdop", SignalType.Double),
        new("GNSS.AltitudeMeanSea", SignalType.Double, "m", "above mean sea level, as the receiver's geoid has it"),
        new("GNSS.CorrectionAge", SignalType.Double, "s"),
    ];

    private const long NanosPerMillisecond = 1_000_000;

    /// <summary>Fills the cells of what the epoch tells.</summary>
    /// <param name="epoch">The sentences of one time.</param>
    /// <param name="time">The receiver's time, Unix nanoseconds; null when unknown.</param>
    /// <param name="cells">One a signal.</param>
    /// <returns>A bit a filled cell.</returns>
    public static ulong Fill(NmeaEpoch epoch, long? time, SampleValue[] cells)
    {
        var row = new SparseRow(cells);
        row.Add(epoch.Latitude);
        row.Add(epoch.Longitude);
        row.Add(epoch.HasFix ? epoch.Altitude + epoch.GeoidSeparation : null);
        row.Add(epoch.HasFix ? epoch.Course : null);
        row.Add(epoch.HasFix ? epoch.Speed : null);
        row.Add(epoch.HasFix ? epoch.HorizontalAccuracy : null);
        row.Add(epoch.HasFix ? epoch.VerticalAccuracy : null);
        row.Add(FixTypes.VssName(epoch));
        row.Add(FixTypes.QualityName(epoch));
        row.Add(time / NanosPerMillisecond);
        row.Add(epoch.SatellitesUsed);
        row.Add(epoch.SatellitesInView);
        row.Add(epoch.Hdop);
        row.Add(epoch.Pdop);
        row.Add(epoch.Vdop);
        row.Add(epoch.HasFix ? epoch.Altitude : null);
        row.Add(epoch.CorrectionAge);
        return row.Filled;
    }
}
