using AutoValley.Telemetry;

namespace AutoValley.Site.Occupancy;

/// <summary>
/// Mends a vehicle's record when data came late: <see cref="Widen"/> says which span they can change, and <see cref="Rejudge"/> judges all fixes of it,
/// early and late. The record is then the one that judging everything in order would have given.
/// </summary>
public static class VisitRecord
{
    /// <summary>The span whose fixes decide everything that late ones can change: no known visit, and no gap, reaches over its ends.</summary>
    /// <param name="late">Of the late fixes.</param>
    /// <param name="known">The vehicle's visits, those that go on among them; more than those around the span do not matter.</param>
    /// <param name="options">Those that the visits were judged by.</param>
    public static RecordSpan Widen(RecordSpan late, IReadOnlyCollection<Visit> known, VisitOptions options)
    {
        var (from, to, gap) = ((Int128)late.From, (Int128)late.To, options.GapNanos);
        bool Reaches(Visit visit) => visit.Enter <= to + gap && (visit.Leave ?? long.MaxValue) >= from - gap;
        for (var before = 0; known.Count(Reaches) is var reached && reached > before; before = reached)
        {
            foreach (var visit in known.Where(Reaches).ToList())
                (from, to) = (Int128.Min(from, visit.Enter), Int128.Max(to, visit.Leave ?? long.MaxValue));
        }
        // The fix after the last one tells when a visit was left.
        return new RecordSpan((long)from, (long)Int128.Min(to + gap, long.MaxValue));
    }

    /// <summary>Fixes that known visits were made of, at least: who has fewer must not judge their span again, as visits would be lost.</summary>
    public static long FewestFixes(IEnumerable<Visit> known) =>
        known.GroupBy(visit => visit.Zone).Select(zone => zone.Sum(visit => visit.Samples)).DefaultIfEmpty().Max();

    /// <summary>Whether a fix counts for the record: its place is a number.</summary>
    public static bool IsJudged(VehicleFix fix) => double.IsFinite(fix.Place.East) && double.IsFinite(fix.Place.North);

    /// <summary>Judges a span again.</summary>
    /// <param name="vehicle">Whose record.</param>
    /// <param name="index">The map's that the span is to be judged by.</param>
    /// <param name="options">As for the known visits.</param>
    /// <param name="samples">All fixes of a span that <see cref="Widen"/> gave, in order.</param>
    /// <param name="known">The vehicle's visits in that span.</param>
    public static Rejudgement Rejudge(
        VehicleName vehicle, ZoneIndex index, VisitOptions options, IEnumerable<VehicleFix> samples, IReadOnlyCollection<Visit> known)
    {
        var (judge, visits) = (new VisitJudge(vehicle, index, options), new List<Visit>());
        foreach (var sample in samples)
            judge.Observe(sample, isLate: false, visits);
        if (known.All(visit => visit.Leave is not null))
            judge.End(visits);
        var state = judge.State;
        visits.AddRange(state.Open);
        var (before, after) = (known.Select(Judged).ToHashSet(), visits.ToHashSet());
        return new Rejudgement(
            [.. known.Where(visit => !after.Contains(Judged(visit)))],
            [.. visits.Where(visit => !before.Contains(visit)).Select(visit => visit with { IsLate = true })],
            state with { Open = [.. state.Open.Select(visit => Marked(visit, known, before))] });
    }

    private static Visit Judged(Visit visit) => visit with { IsLate = false };

    private static Visit Marked(Visit visit, IReadOnlyCollection<Visit> known, HashSet<Visit> before) =>
        visit with { IsLate = !before.Contains(visit) || known.Any(other => other.IsLate && Judged(other) == visit) };
}
