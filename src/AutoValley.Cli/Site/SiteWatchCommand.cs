using System.CommandLine;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.V1;

namespace AutoValley.Cli.Site;

/// <summary><c>site watch</c>: who is where, a row for each vehicle and each change.</summary>
internal sealed class SiteWatchCommand : RemoteCommand
{
    private readonly Option<string> organisation = new("--organisation") { Description = "What this organisation sees [everything]", HelpName = "name", DefaultValueFactory = _ => "" };
    private readonly Option<bool> once = new("--once") { Description = "End after who is where now" };
    private readonly Option<long?> every = CommonOptions.Duration("--every", "Changes at least this far apart, a minute at most [1s]");
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public SiteWatchCommand(Host host, GlobalOptions global)
        : base("watch", "Who is where: all vehicles, then what changes. A zone with ? is one that a vehicle is only perhaps in.", host, global)
    {
        foreach (var option in new Option[] { organisation, once, every, format })
            Add(option);
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var request = new WatchOccupancyRequest
        {
            Organisation = parsed.GetRequiredValue(organisation), HeartbeatMillis = LivingStream.HeartbeatMillis,
            EveryMillis = (uint)Math.Min((parsed.GetValue(every) ?? 1_000_000_000) / 1_000_000, 60_000),
        };
        using var call = server.Site.WatchOccupancy(request, server.Streaming);
        var rows = Rows.Live(Host, parsed.GetValue(format), "time", "vehicle", "zones", "kmh", "state", "age_s");
        while (await LivingStream.NextAsync(call.ResponseStream, server.Stop) is { } response)
        {
            if (response.Snapshot is { FellBehind: true })
                await Host.Error.WriteLineAsync("autovalley: too slow for all changes; these are all vehicles again");
            Write(rows, response, response.Snapshot?.Vehicles ?? response.Changes?.Vehicles, response.Snapshot?.Others ?? response.Changes?.Others);
            foreach (var gone in response.Changes?.Gone ?? [])
                rows.Write(Cell.Time(response.ServerTime), gone, "", default, "cleared", default);
            await Host.Output.FlushAsync();
            if (parsed.GetValue(once) && response.Snapshot is not { More: true })
                break;
        }
        rows.End();
    }

    private static void Write(IRows rows, WatchOccupancyResponse response, IEnumerable<VehicleOccupancy>? vehicles, IEnumerable<ZoneOthers>? others)
    {
        foreach (var vehicle in vehicles ?? [])
        {
            rows.Write(
                Cell.Time(vehicle.EventTime), vehicle.Vehicle, string.Join(", ", vehicle.Zones.Select(Word)), vehicle.HasSpeed ? Math.Round(vehicle.Speed, 1) + 0.0 : default(Cell),
                string.Join(' ', StatesOf(vehicle)), Math.Round((response.ServerTime - vehicle.ReceiveTime) / 1e9, 1));
        }
        foreach (var zone in others ?? [])
            rows.Write(Cell.Time(response.ServerTime), $"{zone.Vehicles} of others", zone.Zone + (zone.Uncertain > 0 ? "?" : ""), default, "", default);
    }

    private static string Word(ZonePresence presence) => presence.Zone + (presence.State == ZoneState.In ? "" : "?");

    private static IEnumerable<string> StatesOf(VehicleOccupancy vehicle)
    {
        if (vehicle.HasStaleSince)
            yield return "silent";
        if (vehicle.ClockBad)
            yield return "clock";
        if (vehicle.AccuracyBad)
            yield return "accuracy";
        if (vehicle.Outside)
            yield return "outside";
    }
}
