using System.CommandLine;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.V1;

namespace AutoValley.Cli.Site;

/// <summary><c>site list</c>: versions of the map.</summary>
internal sealed class SiteListCommand : RemoteCommand
{
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public SiteListCommand(Host host, GlobalOptions global)
        : base("list", "Versions of the map, newest first.", host, global) => Add(format);

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        IRows? rows = null;
        await foreach (var map in Listing.Maps(server))
        {
            var fields = MapFields.Of(map);
            rows ??= Rows.To(Host, parsed.GetValue(format), [.. fields.Select(field => field.Name)]);
            rows.Write([.. fields.Select(field => field.Value)]);
        }
        (rows ?? Rows.To(Host, parsed.GetValue(format), [.. MapFields.Of(new MapVersion()).Select(field => field.Name)])).End();
    }
}
