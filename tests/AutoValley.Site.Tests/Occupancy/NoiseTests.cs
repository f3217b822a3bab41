using AutoValley.Site.Geometry;
using AutoValley.Site.Occupancy;
using AutoValley.Testing;

namespace AutoValley.Site.Tests.Occupancy;

/// <summary>Receivers' noise on zones whose edges lie along and across the drive: transitions are counted, nothing goes back and forth.</summary>
public sealed class NoiseTests
{
    private static readonly LocalProjection SanFrancisco = new(new Position(37.7255, -122.472));

    [SharedDataFact("gnss/rav4-comma2k19")]
    public void Observe_Rav4AlongAnEdge_EntersOnceWhereverTheEdgeLies()
    {
        var (fixes, track) = (RecordedDrive.Rav4(SanFrancisco), RecordedDrive.Rav4Track(SanFrancisco));
        var visits = 0;
        for (var edge = -8.0; edge <= 8; edge += 0.25)
        {
            var counts = Count(RecordedDrive.Strips(track, track.Count - 1, edge, 30), fixes);
            Assert.Equal(edge < 5 ? 1 : 0, counts.Enters);
            Assert.InRange(counts.Leaves, 0, edge is < 5 and > 4.5 ? 1 : 0);
            Assert.InRange(counts.Doubts, 0, 1);
            visits = Math.Max(visits, counts.Visits);
        }
        // By the reference point alone it is in and out: the noise is there.
        Assert.InRange(visits, 8, 100);
    }

    [SharedDataFact("gnss/rav4-comma2k19")]
    public void Observe_Rav4OverEdges_EntersAndLeavesEachZoneOnce()
    {
        var zones = RecordedDrive.Strips(RecordedDrive.Rav4Track(SanFrancisco), 3, -10, 10);
        Assert.Equal(new Counts(zones.Count, zones.Count, zones.Count, zones.Count), Count(zones, RecordedDrive.Rav4(SanFrancisco)));
    }

    // 5 m of wandering in two minutes.
    [SharedDataFact("gnss/truck-j1939-11111111")]
    public void Observe_TruckThatStandsOnAnEdge_StaysWhereverTheEdgeLies()
    {
        var plane = new LocalProjection(new Position(41.41294, -92.87850));
        var fixes = RecordedDrive.Truck(plane);
        Assert.Equal(115, fixes.Count);
        var all = new List<Counts>();
        for (var edge = -12.0; edge < 12; edge += 0.5)
            all.Add(Count([new Zone("east", ZoneKind.Other, new Polygon([new Ring([new(edge, -50), new(50, -50), new(50, 50), new(edge, 50)])]))], fixes));
        Assert.All(all, counts => Assert.InRange(counts.Enters + counts.Leaves + counts.Doubts, 0, 3));
        Assert.InRange(all.Count(counts => counts.Leaves > 0), 0, 3);
        Assert.InRange(all.Max(counts => counts.Visits), 3, 100);
    }

    [SharedDataTheory("gnss/astazero-atos")]
    [InlineData(-5, 5)]
    [InlineData(0, 6)]
    [InlineData(1, 7)]
    public void Observe_AstaZeroRuralRoadWithNoise_ChangesAsWithout(double from, double to)
    {
        var drive = RecordedDrive.AstaZero("rural2.traj");
        var track = drive.Aggregate(new List<LocalPosition> { drive[0].Place }, (track, fix) =>
        {
            if (track[^1].DistanceTo(fix.Place) > 5)
                track.Add(fix.Place);
            return track;
        });
        var zones = RecordedDrive.Strips(track, 20, from, to);
        var exact = Count(zones, drive);
        for (var seed = 0; seed < 3; seed++)
        {
            var noisy = Count(zones, RecordedDrive.WithNoise(drive, 0.3, 20, seed));
            Assert.Equal((exact.Enters, exact.Leaves), (noisy.Enters, noisy.Leaves));
            Assert.InRange(noisy.Doubts, 0, zones.Count * 3 / 2);
        }
        Assert.InRange(exact.Enters, zones.Count, zones.Count + 1);
    }

    [SharedDataTheory("gnss/astazero-atos")]
    [InlineData("GarageplanInnerring.traj")]
    [InlineData("GarageplanYtterring.traj")]
    [InlineData("rural2.traj")]
    public void Observe_AstaZeroOverItsFences_ChangesAsWithoutNoise(string file)
    {
        var drive = RecordedDrive.AstaZero(file);
        Zone[] zones =
        [
            new("forbidden", ZoneKind.Other, RecordedDrive.Fence("GaragePlanForbidden.geofence")),
            new("permitted", ZoneKind.Other, RecordedDrive.Fence("HalvaGarageplanPermitted.geofence")),
        ];
        var exact = Count([.. zones], drive);
        Assert.InRange(exact.Enters, file == "rural2.traj" ? 0 : 1, 4);
        for (var seed = 0; seed < 3; seed++)
        {
            var noisy = Count([.. zones], RecordedDrive.WithNoise(drive, 0.2, 20, seed));
            Assert.Equal((exact.Enters, exact.Leaves), (noisy.Enters, noisy.Leaves));
        }
    }

    private static Counts Count(List<Zone> zones, List<VehicleFix> fixes)
    {
        var (map, changes, visits) = (new Map("made", null, null, zones, []), new List<OccupancyChange>(), new List<Visit>());
        var (tracker, judge) = (new OccupancyTracker(map), new VisitJudge(TrackedCar.Car, map.Index));
        foreach (var fix in fixes)
        {
            Assert.Equal(FixVerdict.Taken, tracker.Observe(TrackedCar.Car, fix, fix.Time, changes));
            judge.Observe(fix, false, visits);
        }
        judge.End(visits);
        var all = changes.SelectMany(change => change.Zones).ToList();
        return new Counts(
            all.Count(change => change.From == ZoneState.Out),
            all.Count(change => change.To == ZoneState.Out),
            all.Count(change => change is { From: ZoneState.In, To: ZoneState.Uncertain }),
            visits.Count);
    }

    /// <param name="Enters">From out.</param>
    /// <param name="Leaves">To out.</param>
    /// <param name="Doubts">From in to uncertain.</param>
    /// <param name="Visits">Of the strict record.</param>
    private sealed record Counts(int Enters, int Leaves, int Doubts, int Visits);
}
