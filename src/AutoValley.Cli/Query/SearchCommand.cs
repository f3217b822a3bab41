using System.CommandLine;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.Cli.Time;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Cli.Query;

/// <summary><c>search</c>: when something was so, over a fleet.</summary>
internal sealed class SearchCommand : RemoteCommand
{
    private readonly Argument<string> predicate = new("predicate")
    {
        Description = "What has to hold, as \"Vehicle.Speed > 50 and Vehicle.Brake == 1\": signals compared (> >= < <= == !=) with numbers, "
            + "true, false, 'texts' or signals, joined by and, or, not and parentheses; odd names in [brackets]",
    };

    private readonly Option<string[]> vehicles = CommonOptions.VehiclesOrNone("Of these; with --run all of the run's when left out");
    private readonly RangeOptions range;
    private readonly Option<long?> duration = CommonOptions.Duration("--for", $"Spans that last at least so long: {DurationText.Forms}");
    private readonly Option<long?> age = CommonOptions.Duration("--max-age", "A value holds so long when no other comes [5s]");
    private readonly Option<uint?> limit = CommonOptions.Count("--limit", "Spans at most");
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public SearchCommand(Host host, GlobalOptions global)
        : base("search", "Every span of time in which something was so, by vehicle and time.", host, global)
    {
        range = new RangeOptions(host);
        Add(predicate);
        foreach (var option in (Option[])[vehicles, .. range.All, duration, age, limit, format])
            Add(option);
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var request = RequestOf(parsed);
        var rows = Rows.To(Host, parsed.GetValue(format), "vehicle", "from", "to", "seconds", "cut");
        using var progress = new Progress(Host);
        using var call = server.Query.Search(request, server.Streaming);
        await foreach (var response in call.ResponseStream.ReadAllAsync(server.Stop))
        {
            foreach (var span in response.Spans)
                rows.Write(response.Vehicle, Cell.Time(span.From), Cell.Time(span.To), SecondsOf(span), CutOf(span));
            progress.Add(response.Spans.Count, response.Vehicle);
        }
        rows.End();
        progress.Dispose();
        if (progress.Rows == 0)
            Host.Error.WriteLine("autovalley: never so there");
    }

    private SearchRequest RequestOf(ParseResult parsed)
    {
        var (span, run) = range.Of(parsed);
        var chosen = parsed.GetRequiredValue(vehicles);
        if (run is null && chosen.Length == 0)
            throw CommandException.WrongUse("which vehicles? give --vehicle, as acme/car or acme/*, or --run");
        var request = new SearchRequest
        {
            Predicate = parsed.GetRequiredValue(predicate),
            Vehicles = { chosen },
            MinimumDurationNanos = (ulong)(parsed.GetValue(duration) ?? 0),
            Limit = parsed.GetValue(limit) ?? 0,
        };
        if (parsed.GetValue(age) is { } nanos)
            request.MaximumAgeNanos = (ulong)nanos;
        if (run is not null)
            request.Run = run;
        else
            request.Span = span;
        return request;
    }

    // A span may be longer than half of all time.
    private static double SecondsOf(FoundSpan span) => (double)((Int128)span.To - span.From) / InstantText.NanosPerSecond;

    // Which ends are the range's and not the predicate's.
    private static string CutOf(FoundSpan span) => (span.CutAtFrom, span.CutAtTo) switch
    {
        (true, true) => "both",
        (true, false) => "from",
        (false, true) => "to",
        _ => "",
    };
}
