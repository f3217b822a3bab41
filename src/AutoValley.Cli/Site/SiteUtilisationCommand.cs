using System.CommandLine;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.Cli.Time;
using AutoValley.V1;

namespace AutoValley.Cli.Site;

/// <summary><c>site utilisation</c>: how zones were used, and by which visits.</summary>
internal sealed class SiteUtilisationCommand : RemoteCommand
{
    private const double NanosPerSecond = 1e9;

    private readonly Option<long?> from;
    private readonly Option<long?> to;
    private readonly Option<long?> every = CommonOptions.Duration("--every", "A row for each so long, e.g. 1h or 1d [one for all the time]");
    private readonly Option<string[]> by = new("--by") { Description = "A row for each, beside the zone", HelpName = "organisation|vehicle|run", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
    private readonly Option<string[]> zones = new("--zone", "-z") { Description = "Of these zones alone", HelpName = "name", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
    private readonly Option<string> organisation = new("--organisation") { Description = "Of this organisation alone", HelpName = "name", DefaultValueFactory = _ => "" };
    private readonly Option<string> vehicle = CommonOptions.VehicleOrNone("Of this vehicle alone");
    private readonly Option<string> run = new("--run") { Description = "Within this run alone", HelpName = "name", DefaultValueFactory = _ => "" };
    private readonly Option<bool> visits = new("--visits") { Description = "Instead of the rows the visits that they are made of: each row's vehicle_s is the sum of its visits' seconds" };
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public SiteUtilisationCommand(Host host, GlobalOptions global)
        : base("utilisation", "How zones were used and what of the booked time was: seconds.", host, global)
    {
        by.AcceptOnlyFromAmong(EnumWords.All<UtilisationGroup>());
        (from, to) = (CommonOptions.Instant("--from", $"From then on: {InstantText.Forms}", host.Clock), CommonOptions.Instant("--to", "Until then [now]", host.Clock));
        from.Required = true;
        foreach (var option in new Option[] { from, to, every, by, zones, organisation, vehicle, run, visits, format })
            Add(option);
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var request = new GetUtilisationRequest
        {
            FromTime = parsed.GetValue(from)!.Value, ToTime = parsed.GetValue(to) ?? CommonOptions.Now(Host.Clock), BucketNanos = (ulong)(parsed.GetValue(every) ?? 0),
            Organisation = parsed.GetRequiredValue(organisation), Vehicle = parsed.GetValue(vehicle) ?? "", Run = parsed.GetRequiredValue(run), WithVisits = parsed.GetValue(visits),
        };
        request.Groups.AddRange(parsed.GetRequiredValue(by).Select(EnumWords.Parse<UtilisationGroup>));
        request.Zones.AddRange(parsed.GetRequiredValue(zones));
        string[] key = ["zone", "organisation", "vehicle", "run", "from", "to"];
        var rows = Rows.To(Host, parsed.GetValue(format), request.WithVisits
            ? [.. key, "visitor", "enter", "leave", "samples", "late", "counts_from", "counts_to", "seconds"]
            : [.. key, "occupied_s", "vehicle_s", "visits", "booked_s", "used_s", "used_share", "unbooked_s"]);
        using var call = server.Site.GetUtilisation(request, server.Streaming);
        long? keptFrom = null;
        while (await call.ResponseStream.MoveNext(server.Stop))
        {
            keptFrom ??= call.ResponseStream.Current.HasKeptFrom ? call.ResponseStream.Current.KeptFrom : null;
            foreach (var row in call.ResponseStream.Current.Rows)
                Write(rows, row, request.WithVisits);
        }
        rows.End();
        if (keptFrom > request.FromTime)
            await Host.Error.WriteLineAsync($"autovalley: visits that ended before {InstantText.Format(keptFrom.Value)} are not kept any more: earlier times look less used than they were");
    }

    private static void Write(IRows rows, UtilisationRow row, bool withVisits)
    {
        Cell[] key = [row.Zone, row.Organisation, row.Vehicle, row.Run, Cell.Time(row.FromTime), Cell.Time(row.ToTime)];
        if (!withVisits)
        {
            rows.Write(
            [
                .. key, Seconds(row.OccupiedNanos), Seconds(row.VehicleNanos), (ulong)row.Visits, Seconds(row.BookedNanos), Seconds(row.UsedNanos),
                row.BookedNanos > 0 ? (double)row.UsedNanos / row.BookedNanos : default(Cell), Seconds(row.UnbookedNanos),
            ]);
        }
        foreach (var part in row.VisitParts)
        {
            rows.Write(
            [
                .. key, part.Vehicle, Cell.Time(part.EnterTime), part.HasLeaveTime ? Cell.Time(part.LeaveTime) : default, part.Samples, part.Late,
                Cell.Time(part.FromTime), Cell.Time(part.ToTime), Seconds((ulong)(part.ToTime - part.FromTime)),
            ]);
        }
    }

    private static Cell Seconds(ulong nanos) => nanos / NanosPerSecond;
}
