using System.Diagnostics;
using System.Globalization;
using AutoValley.Benchmarks.Codec;
using AutoValley.Benchmarks.Reports;
using AutoValley.Server.Site;
using AutoValley.Server.Site.Judging;
using AutoValley.Site.Occupancy;
using AutoValley.Telemetry;

namespace AutoValley.Benchmarks.Occupancy;

/// <summary>CPU time of one thread; sides in turn, the median of the pairs.</summary>
internal sealed class OccupancyBenchmark(int pairs)
{
    private const int Vehicles = 400;
    private const int Seconds = 20;

    public async Task RunAsync(Report report, CancellationToken cancellation)
    {
        var fleet = await SumoFleet.ReadAsync(cancellation);
        report.Note($"{fleet.Places.Count:N0} positions of {fleet.Vehicles} vehicles by Eclipse SUMO on {fleet.Map.Zones.Count} roads and junctions of Mcity");
        var start = Stopwatch.GetTimestamp();
        var index = new ZoneIndex(fleet.Map.Zones);
        report.Note($"the grid is made in {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F0} ms");
        report.Step("zones of a position");
        report.Add(Find(report, fleet, index));
        report.Step("vehicles judged");
        report.Add(Judge(fleet, cancellation));
    }

    private ReportTable Find(Report report, SumoFleet fleet, ZoneIndex index)
    {
        var (prepared, points) = (new PreparedZones(index), fleet.Places.Select(item => PreparedZones.ToPoint(item.Place)).ToArray());
        var places = fleet.Places.ToArray();
        Compare(report, fleet, index, prepared);

        var (own, followed, peer) = (new List<double>(), new List<double>(), new List<double>());
        var cursors = Enumerable.Range(0, fleet.Vehicles).Select(_ => new ZoneCursor(index)).ToArray();
        var (found, count) = (new int[index.MaximumOverlap], 0L);
        // One more than is counted: the first compiles.
        for (var pair = 0; pair <= pairs; pair++)
        {
            Keep(own, pair, () =>
            {
                foreach (var (_, place) in places)
                    count += index.Find(place, found);
            });
            Keep(followed, pair, () =>
            {
                foreach (var (vehicle, place) in places)
                    count += cursors[vehicle].MoveTo(place) ? 1 : 0;
            });
            Keep(peer, pair, () =>
            {
                foreach (var point in points)
                    count += prepared.Find(point, found);
            });
        }
        var table = new ReportTable("Zones of a position, one thread", "side", "how", "ns a position", "million positions/s", "times the peer's speed");
        table.Add(["AutoValley", "ZoneIndex.Find", .. Cells(own, peer, places.Length)]);
        table.Add(["AutoValley", "ZoneCursor.MoveTo, one a vehicle", .. Cells(followed, peer, places.Length)]);
        table.Add(["NetTopologySuite 2.5.0", "STRtree, PreparedGeometry.Covers", .. Cells(peer, peer, places.Length)]);
        return table;
    }

    private static void Compare(Report report, SumoFleet fleet, ZoneIndex index, PreparedZones prepared)
    {
        var (own, peer, different) = (new int[index.MaximumOverlap], new int[index.Zones.Count], 0);
        foreach (var (_, place) in fleet.Places)
        {
            var ours = own.AsSpan(0, index.Find(place, own));
            var theirs = peer.AsSpan(0, prepared.Find(PreparedZones.ToPoint(place), peer));
            theirs.Sort();
            different += ours.SequenceEqual(theirs) ? 0 : 1;
        }
        if (different == 0)
            report.Note("the answers are equal on every position");
        else
            report.Difference($"the answers differ on {different} positions");
    }

    private static string[] Cells(List<double> side, List<double> peer, int positions)
    {
        var nanos = Median(side) / positions;
        var times = Median([.. side.Zip(peer, (own, other) => other / own)]);
        return [Text(nanos, "F1"), Text(1e3 / nanos, "F1"), Text(times, "F1")];
    }

    private ReportTable Judge(SumoFleet fleet, CancellationToken cancellation)
    {
        var table = new ReportTable(
            $"{Vehicles} vehicles at 100 Hz for {Seconds} s, one thread", "what", "accuracy", "ns a fix", "% of a core", "changes or visits", "MB allocated");
        var names = Enumerable.Range(0, Vehicles).Select(i => new VehicleName("site", $"vehicle-{i}")).ToArray();
        foreach (var accuracy in new[] { 0.05, 1, 3 })
        {
            var fixes = fleet.At100Hertz(Vehicles, Seconds, accuracy).ToArray();
            var (nanos, changes, allocated) = (new List<double>(), new List<OccupancyChange>(), 0L);
            for (var run = 0; run <= pairs; run++)
            {
                cancellation.ThrowIfCancellationRequested();
                var tracker = new OccupancyTracker(fleet.Map);
                changes.Clear();
                allocated = GC.GetAllocatedBytesForCurrentThread();
                Keep(nanos, run, () => Track(tracker, names, fixes, changes));
                allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            }
            table.Add(["OccupancyTracker", $"{accuracy} m", .. Share(nanos, fixes.Length), $"{changes.Count:N0}", Text(allocated / 1e6, "F1")]);
            nanos.Clear();
            var visits = new List<Visit>();
            for (var run = 0; run <= pairs; run++)
            {
                var judges = names.Select(name => new VisitJudge(name, fleet.Map.Index)).ToArray();
                visits.Clear();
                allocated = GC.GetAllocatedBytesForCurrentThread();
                Keep(nanos, run, () =>
                {
                    foreach (var (vehicle, fix) in fixes)
                        judges[vehicle].Observe(fix, false, visits);
                });
                allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            }
            table.Add(["VisitJudge", $"{accuracy} m", .. Share(nanos, fixes.Length), $"{visits.Count:N0}", Text(allocated / 1e6, "F1")]);
            table.Add(["all that the server judges", $"{accuracy} m", .. JudgeBatches(fleet, names, fixes)]);
            table.Add(["the same with rules, bookings, alarms", $"{accuracy} m", .. JudgeByRules(fleet, fixes)]);
        }
        return table;
    }

    // Batches of 0.1 s, decoded, joined to fixes, live and for the record.
    private string[] JudgeBatches(SumoFleet fleet, VehicleName[] names, (int Vehicle, VehicleFix Fix)[] fixes)
    {
        var folder = Directory.CreateTempSubdirectory("autovalley-benchmark-");
        try
        {
            var batches = new FleetBatches(fleet, FleetBatches.Declare(folder.FullName, names)).Of(fixes);
            var (nanos, changes, allocated) = (new List<double>(), 0L, 0L);
            for (var run = 0; run <= pairs; run++)
            {
                var state = new SiteState(new SiteOptions(), new SiteCounters());
                state.ChangeMap(fleet.Map, 1, batches[0].ReceiveTime);
                (changes, allocated) = (0, GC.GetAllocatedBytesForCurrentThread());
                Keep(nanos, run, () =>
                {
                    foreach (var batch in batches)
                    {
                        state.Judge(batch);
                        state.TakeTouched();
                    }
                });
                allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
                changes = state.Presences.Sum(presence => presence.Zones.Count);
            }
            return [.. Share(nanos, fixes.Length), $"{changes:N0} zones at the end", Text(allocated / 1e6, "F1")];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // All vehicles at once on a ground of some streets: far more encounters than a site has.
    private string[] JudgeByRules(SumoFleet fleet, (int Vehicle, VehicleFix Fix)[] fixes)
    {
        var folder = Directory.CreateTempSubdirectory("autovalley-benchmark-");
        try
        {
            var names = Enumerable.Range(0, Vehicles).Select(RuledSite.NameOf).ToArray();
            var batches = new FleetBatches(fleet, FleetBatches.Declare(folder.FullName, names)).Of(fixes);
            var (nanos, found, allocated) = (new List<double>(), "", 0L);
            for (var run = 0; run <= pairs; run++)
            {
                using var site = new RuledSite(fleet.Map, folder.CreateSubdirectory($"run-{run}").FullName, batches[0].ReceiveTime);
                allocated = GC.GetAllocatedBytesForCurrentThread();
                Keep(nanos, run, () => Array.ForEach(batches, site.Judge));
                allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
                found = $"{site.Transitions:N0} transitions of alarms in {site.Judgements} judgements";
            }
            return [.. Share(nanos, fixes.Length), found, Text(allocated / 1e6, "F1")];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Track(OccupancyTracker tracker, VehicleName[] names, (int Vehicle, VehicleFix Fix)[] fixes, List<OccupancyChange> changes)
    {
        var ticked = long.MinValue;
        foreach (var (vehicle, fix) in fixes)
        {
            tracker.Observe(names[vehicle], fix, fix.Time, changes);
            if (fix.Time - ticked < UnixTime.NanosPerSecond / 10)
                continue;
            ticked = fix.Time;
            tracker.Advance(ticked, changes);
        }
    }

    private static string[] Share(List<double> nanos, int fixes) => [Text(Median(nanos) / fixes, "F0"), Text(Median(nanos) / Seconds / 1e7, "F2")];

    private static void Keep(List<double> nanos, int run, Action work)
    {
        var taken = ThreadTime.NanosOf(work);
        if (run > 0)
            nanos.Add(taken);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
