using System.CommandLine;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Rendering;

namespace AutoValley.Cli.Site;

/// <summary><c>site validate</c>: says whether a server would take a map, without one.</summary>
internal sealed class SiteValidateCommand : Command
{
    private readonly Argument<string> file = SiteArguments.File();
    private readonly Option<string> geoReference = SiteArguments.GeoReference();
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public SiteValidateCommand(Host host)
        : base("validate", "Says whether a server would take a map, and what is in it. Asks no server.")
    {
        Add(file);
        Add(geoReference);
        Add(format);
        SetAction(parsed =>
        {
            var map = SiteArguments.Read(parsed.GetRequiredValue(file), parsed.GetRequiredValue(geoReference));
            Rows.WriteRecord(
                host, parsed.GetValue(format),
                [
                    ("name", map.Name), ("placed", map.IsPlaced), ("zones", (ulong)map.Zones.Count), ("routes", (ulong)map.Routes.Count),
                    ("boundary", map.Boundary is not null), ("remarks", string.Join("; ", map.Notes)),
                ]);
            return ExitCode.Done;
        });
    }
}
