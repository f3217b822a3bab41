using System.CommandLine;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Cli.Query;

/// <summary><c>plot-data</c>: signals reduced to what a plot has room for.</summary>
internal sealed class PlotDataCommand : RemoteCommand
{
    private static readonly Dictionary<string, ReductionMethod> Methods = new(StringComparer.Ordinal)
    {
        ["min-max"] = ReductionMethod.MinMax,
        ["lttb"] = ReductionMethod.Lttb,
    };

    private readonly Option<string[]> vehicles = CommonOptions.VehiclesOrNone("Of these; with --run all of the run's when left out");
    private readonly Option<string[]> signals = CommonOptions.Signals("These alone [all that have numbers]");
    private readonly RangeOptions range;
    private readonly Option<uint?> maximum = CommonOptions.Count("--maximum", "Samples a signal at most, 4 to 20000; a stretch counts as two [4000]");
    private readonly Option<string> method;
    private readonly Option<long?> gap = CommonOptions.Duration("--gap", "A row without values where nothing came for longer [ten times what is usual]");
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public PlotDataCommand(Host host, GlobalOptions global)
        : base("plot-data", "Signals reduced for a plot of any span: all samples, or stretches that hide no peak.", host, global)
    {
        range = new RangeOptions(host);
        method = new Option<string>("--method")
        {
            Description = "min-max: stretches of samples with their least and greatest [the default]; lttb: samples that keep the shape",
            HelpName = string.Join('|', Methods.Keys),
            DefaultValueFactory = _ => Methods.Keys.First(),
        }.AcceptOnlyFromAmong([.. Methods.Keys]);
        foreach (var option in (Option[])[vehicles, signals, .. range.All, maximum, method, gap, format])
            Add(option);
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var (span, run) = range.Of(parsed);
        var chosen = parsed.GetRequiredValue(vehicles);
        if (run is null && chosen.Length == 0)
            throw CommandException.WrongUse("which vehicles? give --vehicle, as acme/car or acme/*, or --run");
        var selection = new Selection(chosen, parsed.GetRequiredValue(signals), span, run, NumbersOnly: true);
        var parts = await selection.ResolveAsync(server, Note);
        var rows = new PlotRows(Rows.To(Host, parsed.GetValue(format), PlotRows.Columns));
        using var progress = new Progress(Host);
        foreach (var part in parts)
        {
            var request = part.ToReduce(
                parsed.GetValue(maximum) ?? 0, Methods[parsed.GetRequiredValue(method)], (ulong)(parsed.GetValue(gap) ?? 0));
            using var call = server.Query.Reduce(request, server.Streaming);
            await foreach (var response in call.ResponseStream.ReadAllAsync(server.Stop))
                progress.Add(rows.Write(response), response.Signal);
        }
        rows.End();
        progress.Dispose();
        if (progress.Rows == 0)
            Note("no samples there");
    }

    private void Note(string line) => Host.Error.WriteLine($"autovalley: {line}");
}
