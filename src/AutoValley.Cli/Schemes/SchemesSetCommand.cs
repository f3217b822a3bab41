using System.CommandLine;
using AutoValley.Cli.Agents;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.V1;

namespace AutoValley.Cli.Schemes;

/// <summary><c>schemes set</c>: says which samples a vehicle's agent collects.</summary>
internal sealed class SchemesSetCommand : RemoteCommand
{
    private const uint UsualWaitMillis = 10_000;

    private readonly Argument<string> file = new("file") { Description = "JSON with schemes: see the README" };
    private readonly Option<string> vehicle = CommonOptions.Vehicle();
    private readonly Option<long?> wait = CommonOptions.Duration("--wait", "For the agent's answer, a minute at most [10s]");
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public SchemesSetCommand(Host host, GlobalOptions global)
        : base("set", "Says which samples a vehicle's agent collects, now or when it comes.", host, global)
    {
        Add(file);
        Add(vehicle);
        Add(wait);
        Add(format);
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var name = parsed.GetRequiredValue(vehicle);
        var answer = await server.Commands.SetSchemesAsync(
            new SetSchemesRequest
            {
                Vehicle = name,
                Schemes = SchemeFile.Load(parsed.GetRequiredValue(file), CommonOptions.Now(Host.Clock)),
                WaitMillis = Answers.Millis(parsed.GetValue(wait), UsualWaitMillis),
            },
            server.Unary);
        Rows.WriteRecord(Host, parsed.GetValue(format), [("vehicle", name), ("version", answer.Schemes.Version), ("schemes", (ulong)answer.Schemes.Schemes.Count), .. Answers.Fields(answer.Answer)]);
        Answers.Check(name, answer.Answer);
    }
}
