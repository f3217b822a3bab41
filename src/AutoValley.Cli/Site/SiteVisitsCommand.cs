using System.CommandLine;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.V1;

namespace AutoValley.Cli.Site;

/// <summary><c>site visits</c>: the record of who was where.</summary>
internal sealed class SiteVisitsCommand : RemoteCommand
{
    private readonly Option<string> organisation = new("--organisation") { Description = "Of this organisation's vehicles", HelpName = "name", DefaultValueFactory = _ => "" };
    private readonly Option<string> vehicle = CommonOptions.VehicleOrNone("Of this vehicle alone");
    private readonly Option<string> zone = new("--zone") { Description = "Of this zone alone", HelpName = "name", DefaultValueFactory = _ => "" };
    private readonly Option<string> run = new("--run") { Description = "Of a run's vehicles and time", HelpName = "name", DefaultValueFactory = _ => "" };
    private readonly Option<long?> from;
    private readonly Option<long?> to;
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public SiteVisitsCommand(Host host, GlobalOptions global)
        : base("visits", "Stays of vehicles in zones, by the time they began. One that goes on has no leave time.", host, global)
    {
        (from, to) = (CommonOptions.Instant("--from", "Only what goes on at this time or later", host.Clock), CommonOptions.Instant("--to", "Only what began before this time", host.Clock));
        foreach (var option in new Option[] { organisation, vehicle, zone, run, from, to, format })
            Add(option);
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var request = new ListVisitsRequest
        {
            Organisation = parsed.GetRequiredValue(organisation), Vehicle = parsed.GetValue(vehicle) ?? "", Zone = parsed.GetRequiredValue(zone), Run = parsed.GetRequiredValue(run),
        };
        if (parsed.GetValue(from) is { } first)
            request.FromTime = first;
        if (parsed.GetValue(to) is { } last)
            request.ToTime = last;
        var rows = Rows.To(Host, parsed.GetValue(format), "enter", "leave", "last", "vehicle", "zone", "samples", "late", "map");
        await foreach (var visit in Listing.Visits(server, request))
        {
            rows.Write(
                Cell.Time(visit.EnterTime), visit.HasLeaveTime ? Cell.Time(visit.LeaveTime) : default, Cell.Time(visit.LastTime), visit.Vehicle, visit.Zone, visit.Samples,
                visit.Late, (ulong)visit.MapVersion);
        }
        rows.End();
    }
}
