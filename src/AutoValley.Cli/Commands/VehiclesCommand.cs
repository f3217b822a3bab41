using System.CommandLine;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.V1;

namespace AutoValley.Cli.Commands;

/// <summary><c>vehicles</c>: who ever said anything, and when last.</summary>
internal sealed class VehiclesCommand : RemoteCommand
{
    private readonly Option<string> organisation = new("--organisation") { Description = "Of this organisation alone", HelpName = "name" };
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public VehiclesCommand(Host host, GlobalOptions global)
        : base("vehicles", "All vehicles that ever said anything.", host, global)
    {
        Add(organisation);
        Add(format);
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var found = await Listing.Vehicles(server, parsed.GetValue(organisation) ?? "").ToArrayAsync();
        var rows = Rows.To(Host, parsed.GetValue(format), "vehicle", "state", "signals", "newest_sample", "last_received");
        foreach (var vehicle in found)
        {
            rows.Write(
                vehicle.Name,
                Words.Of(vehicle.State),
                vehicle.SignalCount,
                Cell.TimeOrMissing(vehicle.LastEventTime),
                Cell.TimeOrMissing(vehicle.LastReceiveTime));
        }
        rows.End();
    }
}
