using System.CommandLine;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.Site;
using AutoValley.Site.Rendering;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Cli.Site;

/// <summary><c>site show</c>: the zones of a map as a list, or the map as a drawing; of the server's or of a file.</summary>
internal sealed class SiteShowCommand : RemoteCommand
{
    private static readonly string[] Columns = ["zone", "kind", "square_metres", "parent", "capacity", "kmh", "exclusive", "vehicle_kinds"];

    private readonly Argument<string> which = new("version|file")
    {
        Description = "A version as site list tells it, or a map's file, for which no server is asked [the active one]",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = _ => "0",
    };

    private readonly Option<string?> svg = new("--svg") { Description = "Draws the map into this file (- for the output) instead of listing zones", HelpName = "file" };
    private readonly Option<string> geoReference = SiteArguments.GeoReference();
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public SiteShowCommand(Host host, GlobalOptions global)
        : base("show", "The zones of a map as a list, or with --svg the map as a drawing.", host, global)
    {
        Add(which);
        Add(svg);
        Add(geoReference);
        Add(format);
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var text = parsed.GetRequiredValue(which);
        var map = SiteArguments.VersionOf(text) is null ? SiteArguments.Read(text, parsed.GetRequiredValue(geoReference)) : null;
        if (parsed.GetValue(svg) is { } target)
        {
            SiteArguments.Write(Host, target, map is not null
                ? System.Text.Encoding.UTF8.GetBytes(SvgMapWriter.Write(map))
                : await MapBytes.OfAsync(server, SiteArguments.VersionOf(text)!.Value, MapFormat.Svg));
            return;
        }
        var rows = Rows.To(Host, parsed.GetValue(format), Columns);
        foreach (var zone in map?.Zones ?? [])
            Write(rows, zone);
        if (map is null)
            await WriteAsync(rows, server, SiteArguments.VersionOf(text)!.Value);
        rows.End();
    }

    private static async Task WriteAsync(IRows rows, Connection server, uint version)
    {
        using var call = server.Site.GetMap(new GetMapRequest { Version = version }, server.Unary);
        await foreach (var part in call.ResponseStream.ReadAllAsync(server.Stop))
        {
            foreach (var zone in part.Zones?.Zones ?? [])
            {
                rows.Write(
                    zone.Name, zone.Kind, zone.Area, zone.Parent, zone.HasCapacity ? (ulong)zone.Capacity : default(Cell),
                    zone.HasSpeedLimit ? zone.SpeedLimit : default(Cell), zone.Exclusive, string.Join(' ', zone.VehicleKinds));
            }
        }
    }

    private static void Write(IRows rows, Zone zone) => rows.Write(
        zone.Name, ZoneKinds.NameOf(zone.Kind), zone.Shape.Area, zone.Parent ?? "", zone.Capacity is { } capacity ? (long)capacity : default(Cell),
        zone.SpeedLimit is { } limit ? limit : default(Cell), zone.IsExclusive, string.Join(' ', zone.VehicleKinds ?? []));
}
