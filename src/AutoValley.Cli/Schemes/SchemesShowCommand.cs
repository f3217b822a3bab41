using System.CommandLine;
using AutoValley.Cli.Agents;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.V1;

namespace AutoValley.Cli.Schemes;

/// <summary><c>schemes show</c>: the set that a vehicle was given last, and what its agent says.</summary>
internal sealed class SchemesShowCommand : RemoteCommand
{
    private readonly Option<string> vehicle = CommonOptions.Vehicle();
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public SchemesShowCommand(Host host, GlobalOptions global)
        : base("show", "The set that a vehicle was given last, and what its agent says.", host, global)
    {
        Add(vehicle);
        Add(format);
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var name = parsed.GetRequiredValue(vehicle);
        var answer = await server.Commands.GetSchemesAsync(new GetSchemesRequest { Vehicle = name }, server.Unary);
        Rows.WriteRecord(Host, parsed.GetValue(format), [("vehicle", name), ("version", answer.Schemes.Version), ("schemes", (ulong)answer.Schemes.Schemes.Count), .. Answers.Fields(answer.Answer)]);
    }
}
