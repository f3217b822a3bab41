using System.CommandLine;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.V1;

namespace AutoValley.Cli.Commands;

/// <summary><c>runs list</c>: runs by start, newest first.</summary>
internal sealed class RunsListCommand : RemoteCommand
{
    private readonly Option<string> vehicle = CommonOptions.VehicleOrNone("Of this vehicle alone");
    private readonly Option<bool> open = new("--open") { Description = "Those not stopped yet" };
    private readonly Option<uint?> limit = CommonOptions.Count("--limit", "So many at most [100]");
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public RunsListCommand(Host host, GlobalOptions global)
        : base("list", "Runs by start, newest first.", host, global)
    {
        Add(vehicle);
        Add(open);
        Add(limit);
        Add(format);
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var request = new ListRunsRequest
        {
            Vehicle = parsed.GetValue(vehicle) ?? "",
            OpenOnly = parsed.GetValue(open),
            Limit = parsed.GetValue(limit) ?? 0,
        };
        var answer = await server.Runs.ListRunsAsync(request, server.Unary);
        RunRows.Write(Host, parsed.GetValue(format), answer.Runs);
    }
}
