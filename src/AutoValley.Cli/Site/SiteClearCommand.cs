using System.CommandLine;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.V1;

namespace AutoValley.Cli.Site;

/// <summary><c>site clear</c>: takes a silent vehicle off the display.</summary>
internal sealed class SiteClearCommand : RemoteCommand
{
    private readonly Option<string> vehicle = CommonOptions.Vehicle();
    private readonly Option<string> reason = new("--reason") { Description = "How you know that it is not there", HelpName = "text", Required = true };
    private readonly Option<string> person;
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public SiteClearCommand(Host host, GlobalOptions global)
        : base("clear", "Says that a silent vehicle is no longer where it was seen last. It comes back with its next report.", host, global)
    {
        person = SiteArguments.Person(host);
        foreach (var option in new Option[] { vehicle, reason, person, format })
            Add(option);
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var request = new ClearVehicleRequest
        {
            Vehicle = parsed.GetRequiredValue(vehicle), Person = parsed.GetRequiredValue(person), Reason = parsed.GetRequiredValue(reason),
        };
        var answer = await server.Site.ClearVehicleAsync(request, server.Unary);
        Rows.WriteRecord(Host, parsed.GetValue(format), AuditFields.Of(answer.Entry));
    }
}
