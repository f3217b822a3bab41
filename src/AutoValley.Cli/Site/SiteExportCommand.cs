using System.CommandLine;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Remote;
using AutoValley.V1;

namespace AutoValley.Cli.Site;

/// <summary><c>site export</c>: a version of the map as a file.</summary>
internal sealed class SiteExportCommand : RemoteCommand
{
    private readonly Argument<uint> version = SiteArguments.Version();
    private readonly Option<string> format = new("--format", "-f") { Description = "geojson [the default], or original: the bytes that were imported", DefaultValueFactory = _ => "geojson" };
    private readonly Option<string> output = new("--output", "-o") { Description = "The file to write [- for the output]", HelpName = "file", DefaultValueFactory = _ => "-" };

    public SiteExportCommand(Host host, GlobalOptions global)
        : base("export", "Writes a version of the map as a file.", host, global)
    {
        format.AcceptOnlyFromAmong("geojson", "original");
        Add(version);
        Add(format);
        Add(output);
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var wanted = parsed.GetValue(format) == "original" ? MapFormat.Original : MapFormat.Geojson;
        SiteArguments.Write(Host, parsed.GetRequiredValue(output), await MapBytes.OfAsync(server, parsed.GetValue(version), wanted));
    }
}
