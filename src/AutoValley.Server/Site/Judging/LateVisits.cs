using AutoValley.Server.Site.Fixes;
using AutoValley.Site.Occupancy;
using AutoValley.Storage;
using AutoValley.Storage.Site;
using AutoValley.Telemetry;
using Microsoft.Extensions.Hosting;

namespace AutoValley.Server.Site.Judging;

/// <summary>
/// Judges for the record what came late, from the store and beside the room's thread: the record is then the one that all fixes in order would have given.
/// Nothing live changes by it.
/// </summary>
internal sealed class LateVisits(SiteRoom room, SiteDatabase database, SiteMaps maps, StoredFixes fixes, SiteParts parts) : BackgroundService
{
    private readonly LateRetries retries = new(parts.Clock, parts.Options);

    /// <summary>Judges all that is late now. A vehicle that fails is told, counted, and left alone for a while: it keeps no other one waiting.</summary>
    internal async Task JudgeAsync(CancellationToken cancellation)
    {
        var late = await room.AskAsync(state => state.Visits.Late.Select(record => record.Vehicle).ToArray());
        foreach (var vehicle in retries.Due(late))
        {
            try
            {
                await JudgeAsync(vehicle, cancellation);
                retries.Forget(vehicle);
            }
            catch (Exception failure) when (!IsEnd(failure, cancellation))
            {
                parts.Counters.AddFailure();
                parts.Log.LateOfVehicleNotJudged(vehicle, retries.Delay(vehicle), failure);
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(parts.Options.LateInterval, parts.Clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await JudgeAsync(stoppingToken);
            }
            catch (Exception failure) when (!IsEnd(failure, stoppingToken))
            {
                parts.Counters.AddFailure();
                parts.Log.LateNotJudged(failure);
            }
        }
    }

    // Whatever else fails, the server goes on.
    private static bool IsEnd(Exception failure, CancellationToken cancellation) => failure is OperationCanceledException && cancellation.IsCancellationRequested;

    // The visits that are known are durable when the span is taken on, so that the database has all of them.
    private async Task JudgeAsync(VehicleName vehicle, CancellationToken cancellation)
    {
        var begun = await room.AskDurableAsync(state => Begin(state, vehicle));
        var isDone = false;
        try
        {
            foreach (var part in begun.Parts)
                await JudgeAsync(part, begun.LastTime, cancellation);
            isDone = true;
        }
        finally
        {
            await room.AskAsync(state => End(state, vehicle, isDone));
        }
    }

    private (IReadOnlyList<KnownPart> Parts, long LastTime) Begin(SiteState state, VehicleName vehicle)
    {
        var record = state.Visits.Find(vehicle)!;
        if (record.BeginRejudging() is null)
            return ([], 0);
        return ([.. LatePart.Of(record, database.Maps.Activations).Select(Known)], record.Judge.State.LastTime);
    }

    private static bool End(SiteState state, VehicleName vehicle, bool isDone)
    {
        var record = state.Visits.Find(vehicle)!;
        if (!isDone)
            record.GiveUpRejudging();
        else if (record.Rejudged is not null)
            state.Visits.GoOn(record, null);
        return isDone;
    }

    private async Task JudgeAsync(KnownPart known, long lastTime, CancellationToken cancellation)
    {
        var (part, visits, span) = known;
        var (first, last) = (Math.Max(span.From, part.Window.From), Math.Min(span.To, Math.Min(part.Window.To, lastTime)));
        var range = new TimeRange(first, last < long.MaxValue ? last + 1 : last);
        if (await fixes.ReadAsync(part.Vehicle, range, parts.Options.MaximumRejudgedFixes, cancellation) is not { } placed)
        {
            parts.Counters.AddNotRejudged();
            parts.Log.TooMuchToRejudge(part.Vehicle, parts.Options.MaximumRejudgedFixes);
            return;
        }
        var map = maps.Read(maps.Find(part.MapVersion)!);
        VehicleFix[] samples = [.. placed.Select(fix => new VehicleFix(fix.Time, map.Projection.Project(fix.Latitude, fix.Longitude)))];
        if (samples.Count(VisitRecord.IsJudged) is var read && VisitRecord.FewestFixes(visits) is var judgedBefore && read < judgedBefore)
        {
            parts.Counters.AddFixesMissing();
            parts.Log.FixesMissing(part.Vehicle, read, judgedBefore);
            return;
        }
        var judged = VisitRecord.Rejudge(part.Vehicle, map.Index, parts.Options.Visits, samples, visits);
        parts.Counters.AddRejudged();
        if (judged.Removed.Count + judged.Added.Count > 0)
            await room.ChangeAsync((state, _) => Mend(state, known, judged), wrong => Store(part, judged, wrong));
    }

    // Widening may reach visits that were not asked for yet.
    private KnownPart Known(LatePart part)
    {
        var question = new VisitQuestion { Vehicles = [part.Vehicle.ToString()], Limit = int.MaxValue };
        Int128 gap = parts.Options.Visits.Gap.Ticks * TimeSpan.NanosecondsPerTick;
        for (var span = part.Late; ;)
        {
            var (from, to) = ((long)Int128.Max(span.From - gap, long.MinValue), (long)Int128.Min(span.To + gap + 1, long.MaxValue));
            Visit[] known =
            [
                .. database.Visits.Find(question with { From = from, To = to })
                    .Where(visit => visit.Map == part.MapVersion && visit.Enter >= part.Window.From && visit.Enter <= part.Window.To)
                    .Select(visit => new Visit(part.Vehicle, visit.Zone, visit.Enter, visit.Leave, visit.Samples) { IsLate = visit.IsLate }),
            ];
            var wider = VisitRecord.Widen(part.Late, known, parts.Options.Visits);
            if (wider == span)
                return new KnownPart(part, [.. known.Where(visit => visit.Enter <= span.To && (visit.Leave ?? long.MaxValue) >= span.From)], span);
            span = wider;
        }
    }

    private static IReadOnlyList<StoredVisit> Mend(SiteState state, KnownPart known, Rejudgement judged)
    {
        var record = state.Visits.Find(known.Part.Vehicle)!;
        if (record.Rejudged is null)
            throw new StoreUnavailableException("another map took over while late fixes were judged; they are judged again");
        return known.Visits.Any(visit => visit.Leave is null) ? state.Visits.GoOn(record, judged.State) : [];
    }

    private void Store(LatePart part, Rejudgement judged, IReadOnlyList<StoredVisit> wrong)
    {
        database.Visits.Remove([.. judged.Removed.Select(visit => ToStored(visit, part)), .. wrong]);
        database.Visits.Put(judged.Added.Where(visit => visit.Leave is not null).Select(visit => ToStored(visit, part)));
    }

    private static StoredVisit ToStored(Visit visit, LatePart part) =>
        new(visit.Vehicle.ToString(), visit.Zone, visit.Enter, visit.Leave ?? visit.Enter, visit.Leave, visit.Samples, visit.IsLate, part.MapVersion);

    /// <summary>A part, what is known of it, and the span that all of it lies in.</summary>
    private sealed record KnownPart(LatePart Part, IReadOnlyList<Visit> Visits, RecordSpan Span);
}
