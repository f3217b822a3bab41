using System.CommandLine;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.Cli.Time;
using AutoValley.V1;

namespace AutoValley.Cli.Commands;

/// <summary><c>runs start</c>: opens a run, or names a span of the past.</summary>
internal sealed class RunsStartCommand : RemoteCommand
{
    private readonly Argument<string> name = new("name") { Description = "1 to 128 of A-Z a-z 0-9 . _ -" };
    private readonly Option<string[]> vehicles = CommonOptions.Vehicles("The run's vehicles, one or more");
    private readonly Option<long?> from;
    private readonly Option<long?> to;
    private readonly Option<string> description = new("--description") { Description = "For people", HelpName = "text" };
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public RunsStartCommand(Host host, GlobalOptions global)
        : base("start", "Starts a run; with --to it is over already.", host, global)
    {
        from = CommonOptions.Instant("--from", $"When it started [now]: {InstantText.Forms}", host.Clock);
        to = CommonOptions.Instant("--to", "When it stopped", host.Clock);
        Add(name);
        Add(vehicles);
        Add(from);
        Add(to);
        Add(description);
        Add(format);
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var request = new StartRunRequest
        {
            Name = parsed.GetRequiredValue(name),
            Vehicles = { parsed.GetRequiredValue(vehicles) },
            Description = parsed.GetValue(description) ?? "",
        };
        if (parsed.GetValue(from) is { } start)
            request.StartTime = start;
        if (parsed.GetValue(to) is { } stop)
            request.StopTime = stop;
        var answer = await server.Runs.StartRunAsync(request, server.Unary);
        Rows.WriteRecord(Host, parsed.GetValue(format), RunRows.Fields(answer.Run));
    }
}
