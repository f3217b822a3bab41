using System.CommandLine;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.V1;

namespace AutoValley.Cli.Commands;

/// <summary><c>runs pin</c>: keeps a run's days from retention.</summary>
internal sealed class RunsPinCommand : RemoteCommand
{
    private readonly Argument<string> name = new("name") { Description = "The run" };
    private readonly Option<bool> undo = new("--undo") { Description = "Leave its days to retention again" };
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public RunsPinCommand(Host host, GlobalOptions global)
        : base("pin", "Keeps the days that a run overlaps, whatever retention says.", host, global)
    {
        Add(name);
        Add(undo);
        Add(format);
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var request = new PinRunRequest { Name = parsed.GetRequiredValue(name), Pinned = !parsed.GetValue(undo) };
        var answer = await server.Runs.PinRunAsync(request, server.Unary);
        Rows.WriteRecord(Host, parsed.GetValue(format), RunRows.Fields(answer.Run));
    }
}
