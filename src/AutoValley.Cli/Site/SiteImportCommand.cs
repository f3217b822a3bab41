using System.CommandLine;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.V1;
using Google.Protobuf;

namespace AutoValley.Cli.Site;

/// <summary><c>site import</c>: gives the server a map.</summary>
internal sealed class SiteImportCommand : RemoteCommand
{
    private readonly Argument<string> file = SiteArguments.File();
    private readonly Option<bool> activate = new("--activate") { Description = "Vehicles are judged by it from now on" };
    private readonly Option<string> person;
    private readonly Option<string> note = SiteArguments.Note("What it is for");
    private readonly Option<string> geoReference = SiteArguments.GeoReference();
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public SiteImportCommand(Host host, GlobalOptions global)
        : base("import", "Gives the server a map as a new version. The same file is the same version; a broken one is refused as a whole.", host, global)
    {
        person = SiteArguments.Person(host);
        foreach (var option in new Option[] { activate, person, note, geoReference, format })
            Add(option);
        Add(file);
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var path = parsed.GetRequiredValue(file);
        var request = new ImportMapRequest
        {
            Content = UnsafeByteOperations.UnsafeWrap(Load(path)), File = Path.GetFileName(path), Person = parsed.GetRequiredValue(person),
            Note = parsed.GetRequiredValue(note), Activate = parsed.GetValue(activate), GeoReference = parsed.GetRequiredValue(geoReference),
        };
        var answer = await server.Site.ImportMapAsync(request, server.Unary);
        Rows.WriteRecord(Host, parsed.GetValue(format), [.. MapFields.Of(answer.Map), ("new", answer.NewVersion)]);
        if (answer.Activated is { } activated)
            await BookingCollisions.TellAsync(Host, activated);
    }

    private static byte[] Load(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw CommandException.WrongUse($"{path}: {failure.Message}");
        }
    }
}
