using AutoValley.Server.Refusals;
using AutoValley.Server.Site;
using AutoValley.Server.Site.Bookings;
using AutoValley.Site.Occupancy;
using AutoValley.Site.Utilisation;
using AutoValley.Storage;
using AutoValley.Storage.Site;
using AutoValley.Telemetry;
using AutoValley.V1;
using Grpc.Core;
using UtilisationRow = AutoValley.Site.Utilisation.UtilisationRow;

namespace AutoValley.Server.Services;

/// <summary>How zones were used.</summary>
internal sealed class SiteUtilisationAnswers(SiteDatabase database, SiteMaps maps, SiteRoom room, ISampleStore store, ICatalogue catalogue)
{
    private const int MaximumVisits = 1_000_000;
    private const int VisitsAtOnce = 10_000;

    public async Task GetAsync(GetUtilisationRequest request, IServerStreamWriter<GetUtilisationResponse> responses, CancellationToken cancellation)
    {
        var question = QuestionOf(request);
        if (Written.OrUnavailable(() => maps.Active) == 0)
            throw Refusal.Precondition("map", "no map is active: there are no zones");
        var rows = await Written.OrUnavailableAsync(async () =>
        {
            await room.CoverAsync(store.DurablePosition);
            return await Task.Run(() => Rows(question), cancellation);
        });
        var response = new GetUtilisationResponse();
        if (Written.OrUnavailable(() => database.Retention.KeptFrom(RetentionTable.Visits)) is { } keptFrom)
            response.KeptFrom = keptFrom;
        foreach (var part in MessageParts.Of(rows.SelectMany(row => UtilisationProtos.Of(row, request.WithVisits))))
        {
            response.Rows.Add(part);
            await responses.WriteAsync(response, cancellation);
            response = new GetUtilisationResponse();
        }
        if (response.HasKeptFrom)
            await responses.WriteAsync(response, cancellation);
    }

    private IReadOnlyList<UtilisationRow> Rows(UtilisationQuestion question)
    {
        var bookings = database.Bookings.Find(new BookingQuestion { From = question.Range.From, To = question.Range.To, WithCancelled = true, Limit = int.MaxValue });
        var runs = catalogue.Runs.Select(run => new RunSpan(run.Name, run.Vehicles, new Span(run.Start, run.Stop ?? long.MaxValue)));
        try
        {
            return UtilisationReport.Of(question, maps.History(question.Range), Visits(question), [.. bookings.Select(BookingRows.Read)], runs);
        }
        catch (UtilisationException tooMuch)
        {
            throw Refusal.OverLimit("rows of a report", tooMuch.Message);
        }
    }

    private IEnumerable<RecordedVisit> Visits(UtilisationQuestion question)
    {
        var search = new VisitQuestion
        {
            From = question.Range.From, To = question.Range.To, Organisation = question.Organisation ?? "", Limit = VisitsAtOnce,
            Vehicles = question.Vehicle is { } vehicle ? [vehicle.ToString()] : [],
        };
        for (var read = 0; read < MaximumVisits; read += VisitsAtOnce)
        {
            var visits = database.Visits.Find(search);
            foreach (var visit in visits)
                yield return new RecordedVisit(Read(visit), visit.Leave ?? visit.Last, visit.Map);
            if (visits.Count < VisitsAtOnce)
                yield break;
            search = search with { After = visits[^1] };
        }
        throw new UtilisationException($"more than {MaximumVisits} visits in the range: ask for less time");
    }

    private UtilisationQuestion QuestionOf(GetUtilisationRequest request)
    {
        if (request.ToTime <= request.FromTime)
            throw Refusal.Invalid("to_time", "the range has to end after it begins");
        if (request.BucketNanos > long.MaxValue / 4)
            throw Refusal.Invalid("bucket_nanos", "a bucket is at most 73 years");
        if (request.Run.Length > 0 && catalogue.FindRun(request.Run) is null)
            throw Refusal.NotFound("run", request.Run, $"there is no run {request.Run}");
        VehicleName? vehicle = request.Vehicle.Length == 0 ? null
            : VehicleName.TryParse(request.Vehicle, out var name) ? name
            : throw Refusal.Invalid("vehicle", $"'{request.Vehicle}' is no vehicle: organisation/vehicle");
        return new UtilisationQuestion(new Span(request.FromTime, request.ToTime))
        {
            Bucket = request.BucketNanos == 0 ? null : (long)request.BucketNanos, Zones = request.Zones.ToHashSet(), Vehicle = vehicle,
            Groups = request.Groups.Aggregate(UtilisationGroups.None, (all, group) => all | GroupOf(group)),
            Organisation = request.Organisation.Length > 0 ? request.Organisation : null, Run = request.Run.Length > 0 ? request.Run : null,
        };
    }

    private static UtilisationGroups GroupOf(UtilisationGroup group) => group switch
    {
        UtilisationGroup.Organisation => UtilisationGroups.Organisation,
        UtilisationGroup.Vehicle => UtilisationGroups.Vehicle,
        UtilisationGroup.Run => UtilisationGroups.Run,
        _ => throw Refusal.Invalid("groups", "groups must be known"),
    };

    private static Visit Read(StoredVisit row) => VehicleName.TryParse(row.Vehicle, out var vehicle)
        ? new Visit(vehicle, row.Zone, row.Enter, row.Leave, row.Samples) { IsLate = row.IsLate }
        : throw new StoreException($"{SiteDatabase.FileName}: a visit names the vehicle '{row.Vehicle}'");
}
