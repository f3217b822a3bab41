using System.CommandLine;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.Cli.Time;
using AutoValley.V1;

namespace AutoValley.Cli.Commands;

/// <summary><c>runs stop</c>: closes an open run.</summary>
internal sealed class RunsStopCommand : RemoteCommand
{
    private readonly Argument<string> name = new("name") { Description = "The run" };
    private readonly Option<long?> to;
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public RunsStopCommand(Host host, GlobalOptions global)
        : base("stop", "Stops an open run.", host, global)
    {
        to = CommonOptions.Instant("--to", $"When it stopped [now]: {InstantText.Forms}", host.Clock);
        Add(name);
        Add(to);
        Add(format);
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var request = new StopRunRequest { Name = parsed.GetRequiredValue(name) };
        if (parsed.GetValue(to) is { } stop)
            request.StopTime = stop;
        var answer = await server.Runs.StopRunAsync(request, server.Unary);
        Rows.WriteRecord(Host, parsed.GetValue(format), RunRows.Fields(answer.Run));
    }
}
