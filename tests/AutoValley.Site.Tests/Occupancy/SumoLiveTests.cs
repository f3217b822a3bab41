using AutoValley.Site.Geometry;
using AutoValley.Site.Occupancy;
using AutoValley.Site.Tests.OpenDrive;
using AutoValley.Telemetry;
using AutoValley.Testing;

namespace AutoValley.Site.Tests.Occupancy;

/// <summary>The first part of SUMO's run over Mcity by a receiver that is off by up to what it says.</summary>
public sealed class SumoLiveTests
{
    [SharedDataTheory("sumo/mcity")]
    [InlineData(0.02)]
    [InlineData(1)]
    public void Observe_McityByAnInaccurateReceiver_MissesNoZoneAndIsInNoneWithoutAPartInIt(double accuracy)
    {
        var map = MapFile.Read(SharedData.PathOf("sumo/mcity/zones.geojson"));
        var (tracker, random, changes) = (new OccupancyTracker(map), new Random(3), new List<OccupancyChange>());
        var (occupied, uncertain) = (0, 0);
        foreach (var row in DriveRow.Read("sumo/mcity/fcd.csv.gz").Take(100_000))
        {
            var (name, time) = (new VehicleName("sumo", row.Vehicle), SumoDrive.TimeOf(row.Time) + SumoDrive.Step);
            var shape = SumoDrive.ShapeOf(row.Vehicle);
            if (tracker.Find(name) is null)
                tracker.Describe(name, new VehicleDescription(null, shape), time, changes);
            var place = map.Projection.Project(row.Latitude, row.Longitude);
            var seen = new VehicleFix(time, Off(place, accuracy, random), row.Heading, 0, accuracy, 0);
            Assert.Equal(FixVerdict.Taken, tracker.Observe(name, seen, time, changes));

            var zones = tracker.Find(name)!.Zones.ToDictionary(presence => presence.Zone.Name, presence => presence.State);
            foreach (var zone in map.ZonesAt(place))
                Assert.True(zones.ContainsKey(zone.Name), $"{row} is in {zone.Name}");
            var footprint = new Footprint(seen with { Place = place }, shape);
            foreach (var zone in zones.Where(zone => zone.Value == ZoneState.In).Select(zone => map.Find(zone.Key)!))
                Assert.True(Touches(footprint, zone.Shape, place), $"{row} has no part in {zone.Name}");
            (occupied, uncertain) = (occupied + zones.Count, uncertain + zones.Count(zone => zone.Value == ZoneState.Uncertain));
        }
        Assert.InRange(uncertain / (double)occupied, 0, accuracy < 0.1 ? 0.25 : 0.75);
        Assert.Equal(changes.Count, tracker.Version);
    }

    private static LocalPosition Off(LocalPosition place, double metres, Random random)
    {
        var (east, north) = Math.SinCos(random.NextDouble() * Math.Tau);
        var distance = metres * Math.Sqrt(random.NextDouble());
        return new(place.East + (east * distance), place.North + (north * distance));
    }

    private static bool Touches(in Footprint footprint, Polygon shape, LocalPosition place)
    {
        if (shape.Contains(place))
            return true;
        foreach (var corners in shape.Rings.Select(ring => ring.Corners))
        {
            for (var i = 0; i < corners.Count; i++)
            {
                if (footprint.DistanceTo(corners[i], corners[(i + 1) % corners.Count]) == 0)
                    return true;
            }
        }
        return false;
    }
}
