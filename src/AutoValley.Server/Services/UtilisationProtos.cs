using AutoValley.Site.Utilisation;
using AutoValley.V1;
using UtilisationRow = AutoValley.Site.Utilisation.UtilisationRow;

namespace AutoValley.Server.Services;

/// <summary>Rows of a report as protos.</summary>
internal static class UtilisationProtos
{
    /// <summary>A row; of one with many visits the others follow it in rows that continue it.</summary>
    public static IEnumerable<V1.UtilisationRow> Of(UtilisationRow row, bool withVisits)
    {
        var proto = new V1.UtilisationRow
        {
            OccupiedNanos = (ulong)row.Occupied, VehicleNanos = (ulong)row.VehicleTime, Visits = (uint)row.Visits, BookedNanos = (ulong)row.Booked,
            UsedNanos = (ulong)row.Used, UnbookedNanos = (ulong)row.Unbooked,
        };
        foreach (var part in MessageParts.Of(withVisits ? row.Parts.Select(Of) : []).DefaultIfEmpty([]))
        {
            (proto.Zone, proto.Organisation, proto.Vehicle, proto.Run) = (row.Key.Zone, row.Key.Organisation ?? "", row.Key.Vehicle?.ToString() ?? "", row.Key.Run ?? "");
            (proto.FromTime, proto.ToTime) = (row.Key.Bucket.From, row.Key.Bucket.To);
            proto.VisitParts.AddRange(part);
            yield return proto;
            proto = new V1.UtilisationRow { Continued = true };
        }
    }

    private static UtilisationVisit Of(VisitPart part)
    {
        var proto = new UtilisationVisit
        {
            Vehicle = part.Visit.Vehicle.ToString(), EnterTime = part.Visit.Enter, Samples = (ulong)part.Visit.Samples, Late = part.Visit.IsLate,
            FromTime = part.Time.From, ToTime = part.Time.To, MapVersion = (uint)part.MapVersion,
        };
        if (part.Visit.Leave is { } leave)
            proto.LeaveTime = leave;
        return proto;
    }
}
