using System.CommandLine;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.V1;

namespace AutoValley.Cli.Commands;

/// <summary><c>runs show</c>: one run.</summary>
internal sealed class RunsShowCommand : RemoteCommand
{
    private readonly Argument<string> name = new("name") { Description = "The run" };
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public RunsShowCommand(Host host, GlobalOptions global)
        : base("show", "One run.", host, global)
    {
        Add(name);
        Add(format);
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var answer = await server.Runs.GetRunAsync(new GetRunRequest { Name = parsed.GetRequiredValue(name) }, server.Unary);
        Rows.WriteRecord(Host, parsed.GetValue(format), RunRows.Fields(answer.Run));
    }
}
