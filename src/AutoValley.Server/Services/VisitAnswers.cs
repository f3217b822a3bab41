using System.Globalization;
using System.Text;
using System.Text.Json;
using AutoValley.Server.Refusals;
using AutoValley.Server.Site;
using AutoValley.Storage;
using AutoValley.Storage.Site;
using AutoValley.Telemetry;
using AutoValley.V1;

namespace AutoValley.Server.Services;

/// <summary>The record: who was where.</summary>
internal sealed class VisitAnswers(SiteDatabase database, SiteRoom room, ISampleStore store, ICatalogue catalogue)
{
    private const int MaximumVisits = 10_000;
    private const int DefaultVisits = 1_000;

    public async Task<ListVisitsResponse> ListAsync(ListVisitsRequest request)
    {
        if (request.PageSize > MaximumVisits)
            throw Refusal.Invalid("page_size", $"a page has {MaximumVisits} visits at most");
        var size = request.PageSize == 0 ? DefaultVisits : (int)request.PageSize;
        var question = QuestionOf(request) with { Limit = size + 1 };
        // Asked before the visits are read: what is judged in between is in both, never in none.
        var late = request.PageToken.Length == 0 ? await CoverAsync(question) : 0;
        var visits = Written.OrUnavailable(() => database.Visits.Find(question));
        var keptFrom = request.PageToken.Length == 0 ? Written.OrUnavailable(() => database.Retention.KeptFrom(RetentionTable.Visits)) : null;
        var (taken, hasMore) = Page.Take(visits.Select(ToProto), size);
        var response = new ListVisitsResponse { Visits = { taken }, LateVehicles = (uint)late, NextPageToken = hasMore ? TokenOf(visits[taken.Count - 1]) : "" };
        if (keptFrom is { } time)
            response.KeptFrom = time;
        return response;
    }

    // What is durable now, and judged, is in the answer; gives how many of the vehicles that are asked for have late fixes that are not.
    private Task<int> CoverAsync(VisitQuestion question) => Written.OrUnavailableAsync(async () =>
    {
        await room.CoverAsync(store.DurablePosition);
        return await room.AskAsync(state => state.Visits.LateVehicles.Count(vehicle => IsAsked(question, vehicle)));
    });

    private static bool IsAsked(VisitQuestion question, VehicleName vehicle) =>
        (question.Organisation.Length == 0 || question.Organisation == vehicle.Organisation)
        && (question.Vehicles.Count == 0 || question.Vehicles.Contains(vehicle.ToString()));

    private VisitQuestion QuestionOf(ListVisitsRequest request)
    {
        var (from, to) = (request.HasFromTime ? request.FromTime : long.MinValue, request.HasToTime ? request.ToTime : long.MaxValue);
        IReadOnlyCollection<string> vehicles = request.Vehicle.Length > 0 ? [request.Vehicle] : [];
        if (request.Run.Length > 0)
        {
            var run = catalogue.FindRun(request.Run) ?? throw Refusal.NotFound("run", request.Run, $"there is no run {request.Run}");
            (from, to) = (Math.Max(from, run.Start), Math.Min(to, run.Stop ?? long.MaxValue));
            var ofRun = run.Vehicles.Select(vehicle => vehicle.ToString());
            // None: of another vehicle than those of the run there is nothing.
            vehicles = vehicles.Count > 0 ? [.. vehicles.Intersect(ofRun).DefaultIfEmpty("/")] : [.. ofRun];
        }
        if (from > to)
            throw Refusal.Invalid("to_time", "the time ends before it begins");
        return new VisitQuestion
        {
            Organisation = request.Organisation, Vehicles = vehicles, Zone = request.Zone, From = from, To = to, After = AfterOf(request.PageToken),
        };
    }

    private static string TokenOf(StoredVisit visit) =>
        Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(new[] { visit.Enter.ToString(CultureInfo.InvariantCulture), visit.Vehicle, visit.Zone, visit.Map.ToString(CultureInfo.InvariantCulture) }));

    private static StoredVisit? AfterOf(string token)
    {
        if (token.Length == 0)
            return null;
        try
        {
            var parts = JsonSerializer.Deserialize<string[]>(Encoding.UTF8.GetString(Convert.FromBase64String(token)))!;
            return new StoredVisit(parts[1], parts[2], long.Parse(parts[0], CultureInfo.InvariantCulture), 0, null, 0, false, int.Parse(parts[3], CultureInfo.InvariantCulture));
        }
        catch (Exception unusable) when (unusable is FormatException or JsonException or IndexOutOfRangeException or OverflowException or NullReferenceException)
        {
            throw Refusal.Invalid("page_token", $"'{token}' is no page token");
        }
    }

    private static SiteVisit ToProto(StoredVisit visit)
    {
        var proto = new SiteVisit
        {
            Vehicle = visit.Vehicle, Zone = visit.Zone, EnterTime = visit.Enter, LastTime = visit.Last, Samples = (ulong)visit.Samples, Late = visit.IsLate, MapVersion = (uint)visit.Map,
        };
        if (visit.Leave is { } leave)
            proto.LeaveTime = leave;
        return proto;
    }
}
