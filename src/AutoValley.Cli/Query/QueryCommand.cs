using System.CommandLine;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.Cli.Time;

namespace AutoValley.Cli.Query;

/// <summary><c>query</c>: samples of the past, raw or reduced to buckets of time.</summary>
internal sealed class QueryCommand : RemoteCommand
{
    private readonly SelectionOptions selected;
    private readonly Option<long?> every = CommonOptions.Duration("--every", $"Reduce to buckets of this length: {DurationText.Forms}");
    private readonly Option<Statistics?> aggregate = Statistics.Option();
    private readonly Option<bool> fill = new("--fill") { Description = "With --every: rows of buckets without samples too" };
    private readonly Option<long?> gap = CommonOptions.Duration("--gap", "Without --every: a row without a value where nothing came for longer");
    private readonly Option<uint?> limit = CommonOptions.Count("--limit", "Rows a signal at most");
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public QueryCommand(Host host, GlobalOptions global)
        : base("query", "Samples of the past, signal by signal in order of time.", host, global)
    {
        selected = new SelectionOptions(this, host.Clock);
        foreach (var option in new Option[] { every, aggregate, fill, gap, limit, format })
            Add(option);
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var reduction = ReductionOf(parsed);
        var selection = await selected.Of(parsed, numbersOnly: reduction is not null).ResolveAsync(server, Note);
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
}
