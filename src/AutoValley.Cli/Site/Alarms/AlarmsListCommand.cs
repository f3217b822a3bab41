using System.CommandLine;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.V1;

namespace AutoValley.Cli.Site.Alarms;

/// <summary><c>site alarms list</c>: open alarms, or all there ever were.</summary>
internal sealed class AlarmsListCommand : RemoteCommand
{
    private readonly Option<bool> all = new("--all") { Description = "Closed ones too" };
    private readonly Option<string[]> kinds = SiteArguments.AlarmKinds();
    private readonly Option<string> zone = SiteArguments.Zone();
    private readonly Option<string> vehicle = CommonOptions.VehicleOrNone("Of this vehicle alone");
    private readonly Option<string> organisation = SiteArguments.View();
    private readonly Option<uint?> limit = CommonOptions.Count("--limit", "So many at most [all]");
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public AlarmsListCommand(Host host, GlobalOptions global)
        : base("list", "Alarms, newest first: the open ones.", host, global)
    {
        foreach (var option in new Option[] { all, kinds, zone, vehicle, organisation, limit, format })
            Add(option);
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var request = new ListAlarmsRequest
        {
            OpenOnly = !parsed.GetValue(all), Zone = parsed.GetRequiredValue(zone), Vehicle = parsed.GetValue(vehicle) ?? "",
            Organisation = parsed.GetRequiredValue(organisation),
        };
        request.Kinds.AddRange(parsed.GetRequiredValue(kinds).Select(EnumWords.Parse<AlarmKind>));
        var left = parsed.GetValue(limit) ?? uint.MaxValue;
        var rows = Rows.To(Host, parsed.GetValue(format), [.. AlarmFields.Of(new Alarm()).Select(field => field.Name)]);
        await foreach (var alarm in Listing.Alarms(server, request))
        {
            if (left-- == 0)
                break;
            rows.Write([.. AlarmFields.Of(alarm).Select(field => field.Value)]);
        }
        rows.End();
    }
}
