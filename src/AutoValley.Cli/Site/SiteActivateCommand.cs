using System.CommandLine;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.V1;

namespace AutoValley.Cli.Site;

/// <summary><c>site activate</c>: the version that vehicles are judged by from now on.</summary>
internal sealed class SiteActivateCommand : RemoteCommand
{
    private readonly Argument<uint> version = new("version") { Description = "As site list tells it" };
    private readonly Option<string> person;
    private readonly Option<string> note = SiteArguments.Note("What for");
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public SiteActivateCommand(Host host, GlobalOptions global)
        : base("activate", "Has vehicles judged by a version of the map from now on.", host, global)
    {
        person = SiteArguments.Person(host);
        Add(version);
        foreach (var option in new Option[] { person, note, format })
            Add(option);
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var request = new ActivateMapRequest
        {
            Version = parsed.GetValue(version), Person = parsed.GetRequiredValue(person), Note = parsed.GetRequiredValue(note),
        };
        var answer = await server.Site.ActivateMapAsync(request, server.Unary);
        Rows.WriteRecord(Host, parsed.GetValue(format), MapFields.Of(answer.Map));
        await BookingCollisions.TellAsync(Host, answer);
    }
}
