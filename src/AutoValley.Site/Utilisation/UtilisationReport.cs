using System.Runtime.InteropServices;
using AutoValley.Site.Bookings;
using AutoValley.Telemetry;

namespace AutoValley.Site.Utilisation;

/// <summary>Utilisation of zones, out of visits and bookings. Every row lists the visits it is made of.</summary>
public sealed class UtilisationReport
{
    private readonly UtilisationQuestion question;
    private readonly BookedTime booked;
    private readonly ILookup<VehicleName, RunSpan> runs;
    private readonly Dictionary<string, Span> runTimes;
    private readonly RunSpan[] allRuns;
    private readonly Dictionary<(string? Organisation, VehicleName? Vehicle), SpanSet> runTimesOf = [];
    private readonly Dictionary<UtilisationKey, List<VisitPart>> rows = [];
    private int size;

    private UtilisationReport(UtilisationQuestion question, BookedTime booked, IEnumerable<RunSpan> runs)
    {
        (this.question, this.booked) = (question, booked);
        allRuns = runs.Where(run => question.Run is null || run.Name == question.Run).ToArray();
        this.runs = allRuns.SelectMany(run => run.Vehicles.Distinct(), (run, vehicle) => (vehicle, run)).ToLookup(pair => pair.vehicle, pair => pair.run);
        runTimes = allRuns.ToDictionary(run => run.Name, run => run.Time);
    }

    private bool IsByRun => question.Groups.HasFlag(UtilisationGroups.Run) || question.Run is not null;

    /// <summary>The rows, by zone, organisation, vehicle, run and time. A zone that was booked and not used has rows too, unless these are by run.</summary>
    /// <param name="question">What it is to be about.</param>
    /// <param name="maps">Which zones were part of which. A visit goes by the version that it was judged by, what was booked by the one that held.</param>
    /// <param name="visits">Those that the range may need. Others do no harm.</param>
    /// <param name="bookings">Likewise, cancelled ones too.</param>
    /// <param name="runs">Likewise.</param>
    /// <exception cref="UtilisationException">More rows and parts than allowed.</exception>
    public static IReadOnlyList<UtilisationRow> Of(
        UtilisationQuestion question, MapHistory maps, IEnumerable<RecordedVisit> visits, IReadOnlyList<Booking> bookings, IEnumerable<RunSpan> runs)
    {
        var report = new UtilisationReport(question, new BookedTime(maps, bookings), runs);
        foreach (var visit in visits)
            report.Add(visit);
        if (!report.IsByRun)
            report.AddBooked(bookings);
        return [.. report.rows
            .OrderBy(row => row.Key.Zone, StringComparer.Ordinal).ThenBy(row => row.Key.Organisation, StringComparer.Ordinal)
            .ThenBy(row => row.Key.Vehicle?.ToString(), StringComparer.Ordinal).ThenBy(row => row.Key.Run, StringComparer.Ordinal)
            .ThenBy(row => row.Key.Bucket.From)
            .Select(row => report.Row(row.Key, row.Value))];
    }

    private void Add(RecordedVisit recorded)
    {
        var (visit, end, mapVersion) = recorded;
        if (!IsWanted(visit.Zone, visit.Vehicle.Organisation) || (question.Vehicle is { } wanted && visit.Vehicle != wanted))
            return;
        var time = new Span(visit.Enter, end).And(question.Range);
        foreach (var (run, inRun) in IsByRun ? ByRun(visit.Vehicle, time) : [(null, time)])
        {
            foreach (var bucket in Buckets(inRun))
                Put(Key(visit.Zone, visit.Vehicle.Organisation, visit.Vehicle, run, bucket), new VisitPart(visit, inRun.And(bucket), mapVersion));
        }
    }

    private IEnumerable<(string? Run, Span Time)> ByRun(VehicleName vehicle, Span time)
    {
        var own = runs[vehicle].Select(run => (Run: (string?)run.Name, Time: run.Time.And(time))).Where(part => part.Time.Length > 0).ToArray();
        return question.Run is not null ? own
            : own.Concat(SpanSet.Union(own.Select(part => part.Time)).Without(time).Select(part => ((string?)null, part)));
    }

    // What was booked has a row, also where nobody came.
    private void AddBooked(IEnumerable<Booking> bookings)
    {
        foreach (var booking in bookings)
        {
            var vehicles = !question.Groups.HasFlag(UtilisationGroups.Vehicle) || question.Vehicle is not null ? [question.Vehicle]
                : booking.Vehicles.Select(vehicle => (VehicleName?)vehicle);
            foreach (var (zone, vehicle) in booking.Zones.SelectMany(_ => vehicles, (zone, vehicle) => (zone, vehicle)))
            {
                if (!IsWanted(zone, booking.Organisation) || (question.Vehicle is { } wanted && !booking.IsFor(wanted)))
                    continue;
                foreach (var bucket in Buckets(new Span(booking.From, booking.End).And(question.Range)))
                    Put(Key(zone, booking.Organisation, vehicle, null, bucket), null);
            }
        }
    }

    private void Put(UtilisationKey key, VisitPart? part)
    {
        ref var parts = ref CollectionsMarshal.GetValueRefOrAddDefault(rows, key, out var exists);
        size += (exists ? 0 : 1) + (part is null ? 0 : 1);
        if (size > question.MaximumRows)
            throw new UtilisationException($"more than {question.MaximumRows} rows and parts of visits: ask for less time, fewer zones or larger buckets");
        parts ??= [];
        if (part is not null)
            parts.Add(part);
    }

    private UtilisationRow Row(UtilisationKey key, List<VisitPart> parts)
    {
        var (used, unbooked) = (new List<Span>(), new List<Span>());
        foreach (var part in parts)
        {
            var right = booked.For(key.Zone, part.Visit.Vehicle, part.MapVersion);
            used.AddRange(right.Within(part.Time));
            unbooked.AddRange(right.Without(part.Time));
        }
        return new UtilisationRow(key, [.. parts.OrderBy(part => part.Time.From).ThenBy(part => part.Visit.Vehicle.ToString(), StringComparer.Ordinal)])
        {
            Occupied = SpanSet.Union(parts.Select(part => part.Time)).Length,
            VehicleTime = parts.Sum(part => part.Time.Length),
            Booked = Booked(key).Sum(span => span.Length),
            Used = SpanSet.Union(used).Length,
            Unbooked = SpanSet.Union(unbooked).Length,
        };
    }

    private IEnumerable<Span> Booked(UtilisationKey key)
    {
        var (organisation, vehicle) = (key.Organisation ?? question.Organisation, key.Vehicle ?? question.Vehicle);
        var all = booked.Of(key.Zone, organisation, vehicle);
        if (key.Run is { } run)
            return all.Within(key.Bucket.And(runTimes[run]));
        return IsByRun ? all.Within(key.Bucket).SelectMany(RunTimes(organisation, vehicle).Without) : all.Within(key.Bucket);
    }

    // What runs there are of others is nobody's business.
    private SpanSet RunTimes(string? organisation, VehicleName? vehicle)
    {
        if (!runTimesOf.TryGetValue((organisation, vehicle), out var times))
        {
            times = SpanSet.Union(allRuns
                .Where(run => vehicle is { } one ? run.Vehicles.Contains(one) : organisation is null || run.Vehicles.Any(named => named.Organisation == organisation))
                .Select(run => run.Time));
            runTimesOf[(organisation, vehicle)] = times;
        }
        return times;
    }

    private UtilisationKey Key(string zone, string organisation, VehicleName? vehicle, string? run, Span bucket)
    {
        var byVehicle = question.Groups.HasFlag(UtilisationGroups.Vehicle);
        var byOrganisation = byVehicle || question.Groups.HasFlag(UtilisationGroups.Organisation);
        return new UtilisationKey(zone, byOrganisation ? organisation : null, byVehicle ? vehicle : null, run, bucket);
    }

    private bool IsWanted(string zone, string organisation) =>
        (question.Zones.Count == 0 || question.Zones.Contains(zone)) && (question.Organisation is null || question.Organisation == organisation);

    private IEnumerable<Span> Buckets(Span time)
    {
        if (time.Length == 0)
            yield break;
        if (question.Bucket is not { } length)
        {
            yield return question.Range;
            yield break;
        }
        for (var from = time.From - (((time.From % length) + length) % length); from < time.To; from += length)
            yield return new Span(from, from + length).And(question.Range);
    }
}
