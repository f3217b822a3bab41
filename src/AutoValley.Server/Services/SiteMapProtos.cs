using AutoValley.Site;
using AutoValley.Site.Geometry;
using AutoValley.Storage.Site;
using AutoValley.V1;
using Google.Protobuf;
using Position = AutoValley.Site.Geometry.Position;
using Route = AutoValley.Site.Route;

namespace AutoValley.Server.Services;

/// <summary>Maps as protos.</summary>
internal static class SiteMapProtos
{
    /// <param name="map">A version.</param>
    /// <param name="active">The version that is active.</param>
    public static MapVersion Of(StoredMap map, int active)
    {
        var proto = new MapVersion
        {
            Version = (uint)map.Version, Name = map.Name, File = map.File, Format = map.Format, Sha256 = ByteString.CopyFrom(map.Sha256.Span),
            Bytes = (ulong)map.Bytes, Zones = (uint)map.Zones, Routes = (uint)map.Routes, Placed = map.IsPlaced, Person = map.Person, ImportTime = map.Time,
            Note = map.Note, Active = map.Version == active && active > 0, GeoReference = map.GeoReference,
        };
        proto.Remarks.AddRange(map.Remarks);
        return proto;
    }

    /// <summary>A zone of a map that is placed.</summary>
    public static SiteZone Of(Map map, Zone zone)
    {
        var proto = new SiteZone
        {
            Name = zone.Name, Kind = ZoneKinds.NameOf(zone.Kind), Parent = zone.Parent ?? "", Exclusive = zone.IsExclusive, Area = zone.Shape.Area,
        };
        proto.Rings.AddRange(RingsOf(map, zone.Shape));
        if (zone.Capacity is { } capacity)
            proto.Capacity = (uint)capacity;
        if (zone.SpeedLimit is { } limit)
            proto.SpeedLimit = limit;
        if (zone.Direction is { Line.Count: > 0 } direction)
            proto.DirectionLine = LineOf(direction.Line.Select(map.Projection.Unproject));
        else if (zone.Direction?.Heading is { } heading)
            proto.Heading = heading;
        proto.VehicleKinds.AddRange(zone.VehicleKinds ?? []);
        return proto;
    }

    public static SiteRoute Of(Route route) => new() { Name = route.Name, Closed = route.IsClosed, Path = LineOf(route.Path) };

    /// <summary>Outer rings and holes of a shape.</summary>
    public static IEnumerable<SiteLine> RingsOf(Map map, Polygon shape) => shape.Rings.Select(ring => LineOf(ring.Corners.Select(map.Projection.Unproject)));

    private static SiteLine LineOf(IEnumerable<Position> positions)
    {
        var line = new SiteLine();
        foreach (var position in positions)
        {
            line.Latitudes.Add(position.Latitude);
            line.Longitudes.Add(position.Longitude);
        }
        return line;
    }
}
