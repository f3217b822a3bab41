using System.CommandLine;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.Cli.Time;

namespace AutoValley.Cli.Query;

/// <summary><c>query</c>: samples of the past, raw or reduced to buckets of time.</summary>
internal sealed class QueryCommand : RemoteCommand
{
    private readonly Option<string[]> vehicles = CommonOptions.VehiclesOrNone("Of these; with --run all of the run's when left out");
    private readonly Option<string[]> signals = CommonOptions.Signals("These alone [all]");
    private readonly Option<long?> from;
    private readonly Option<long?> to;
    private readonly Option<string> run = new("--run") { Description = "The span and the vehicles of this run", HelpName = "name" };
    private readonly Option<long?> every = CommonOptions.Duration("--every", $"Reduce to buckets of this length: {DurationText.Forms}");
    private readonly Option<Statistics?> aggregate = Statistics.Option();
    private readonly Option<bool> fill = new("--fill") { Description = "With --every: rows of buckets without samples too" };
    private readonly Option<long?> gap = CommonOptions.Duration("--gap", "Without --every: a row without a value where nothing came for longer");
    private readonly Option<uint?> limit = CommonOptions.Count("--limit", "Rows a signal at most");
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public QueryCommand(Host host, GlobalOptions global)
        : base("query", "Samples of the past, signal by signal in order of time.", host, global)
    {
        from = CommonOptions.Instant("--from", $"First instant: {InstantText.Forms}", host.Clock);
        to = CommonOptions.Instant("--to", "Instant after the last [now]", host.Clock);
        foreach (var option in new Option[] { vehicles, signals, from, to, run, every, aggregate, fill, gap, limit, format })
            Add(option);
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var reduction = ReductionOf(parsed);
        var selection = await SelectionOf(parsed).ResolveAsync(server, Note);
        var rows = Rows.To(Host, parsed.GetValue(format), ["time", "vehicle", "signal", .. reduction?.Statistics.Names ?? ["value"]]);
        using var progress = new Progress(Host);
        var answer = new QueryAnswer(server, rows, progress, parsed.GetValue(limit) ?? 0, (ulong)(parsed.GetValue(gap) ?? 0));
        foreach (var part in selection)
            await (reduction is null ? answer.ReadAsync(part) : answer.AggregateAsync(part, reduction));
        rows.End();
        progress.Dispose();
        if (progress.Rows == 0)
            Note("no samples there");
    }

    private void Note(string line) => Host.Error.WriteLine($"autovalley: {line}");

    private Reduction? ReductionOf(ParseResult parsed)
    {
        var statistics = parsed.GetValue(aggregate);
        if (parsed.GetValue(every) is { } length)
        {
            return parsed.GetValue(gap) is null
                ? new((ulong)length, statistics ?? Statistics.Default, parsed.GetValue(fill))
                : throw CommandException.WrongUse("--gap is for samples; with --every use --fill");
        }
        if (statistics is not null || parsed.GetValue(fill))
            throw CommandException.WrongUse($"{(statistics is null ? "--fill" : "--aggregate")} needs --every, the length of a bucket");
        return null;
    }

    private Selection SelectionOf(ParseResult parsed)
    {
        var (name, start) = (parsed.GetValue(run), parsed.GetValue(from));
        var chosen = parsed.GetRequiredValue(vehicles);
        if (name is not null && (start ?? parsed.GetValue(to)) is not null)
            throw CommandException.WrongUse("--run has a span of its own: give --run, or --from and --to");
        if (name is null && start is null)
            throw CommandException.WrongUse("which time? give --from (and --to), or --run");
        if (name is null && chosen.Length == 0)
            throw CommandException.WrongUse("which vehicle? give --vehicle, or --run");
        var span = name is null ? new V1.TimeSpan { From = start!.Value, To = parsed.GetValue(to) ?? CommonOptions.Now(Host.Clock) } : null;
        if (span is not null && span.To < span.From)
            throw CommandException.WrongUse("--to is before --from");
        return new(chosen, parsed.GetRequiredValue(signals), span, name, parsed.GetValue(every) is not null);
    }
}
