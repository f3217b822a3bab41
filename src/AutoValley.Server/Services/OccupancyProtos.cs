using AutoValley.Site.Geometry;
using AutoValley.Site.Occupancy;
using AutoValley.V1;
using ZonePresence = AutoValley.Site.Occupancy.ZonePresence;
using ZoneState = AutoValley.Site.Occupancy.ZoneState;

namespace AutoValley.Server.Services;

/// <summary>Presences as protos.</summary>
internal static class OccupancyProtos
{
    /// <param name="presence">What is known of a vehicle.</param>
    /// <param name="projection">Of its map.</param>
    public static VehicleOccupancy Of(VehiclePresence presence, LocalProjection projection)
    {
        var (fix, position) = (presence.Fix, projection.Unproject(presence.Fix.Place));
        var proto = new VehicleOccupancy
        {
            Vehicle = presence.Vehicle.ToString(), Kind = presence.Description.Kind ?? "", EventTime = fix.Time, ReceiveTime = presence.ReceiveTime,
            Latitude = position.Latitude, Longitude = position.Longitude, ClockBad = presence.IsClockBad, AccuracyBad = presence.IsAccuracyBad,
            Outside = presence.Outside == ZoneState.In, Late = (ulong)presence.LateFixes,
        };
        if (!double.IsNaN(fix.Heading))
            proto.Heading = fix.Heading;
        if (!double.IsNaN(fix.Speed))
            proto.Speed = fix.Speed;
        if (!double.IsNaN(fix.Accuracy))
            proto.Accuracy = fix.Accuracy;
        if (presence.StaleSince is { } since)
            proto.StaleSince = since;
        proto.Zones.AddRange(presence.Zones.Select(Of));
        return proto;
    }

    private static V1.ZonePresence Of(ZonePresence presence) => new()
    {
        Zone = presence.Zone.Name, Since = presence.Since, State = presence.State == ZoneState.In ? V1.ZoneState.In : V1.ZoneState.Uncertain,
    };
}
