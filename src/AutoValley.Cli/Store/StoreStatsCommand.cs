using System.CommandLine;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.V1;

namespace AutoValley.Cli.Store;

/// <summary><c>store stats</c>: what the store takes on disk, and what retention does.</summary>
internal sealed class StoreStatsCommand : RemoteCommand
{
    private readonly Option<string> by = new("--by")
    {
        Description = "A row each day, vehicle or signal [totals, one line each]; vehicles and signals with the most bytes first",
        HelpName = "day|vehicle|signal",
    };

    private readonly Option<string> vehicle = CommonOptions.VehicleOrNone("Of this vehicle alone; with --by vehicle or signal");
    private readonly Option<uint?> limit = CommonOptions.Count("--limit", "So many rows at most [1000]");
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public StoreStatsCommand(Host host, GlobalOptions global)
        : base("stats", "Sizes of the store by day, vehicle and signal, and bytes a sample.", host, global)
    {
        by.AcceptOnlyFromAmong("day", "vehicle", "signal");
        foreach (var option in new Option[] { by, vehicle, limit, format })
            Add(option);
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var grouping = parsed.GetValue(by) switch
        {
            "vehicle" => Grouping.Vehicle,
            "signal" => Grouping.Signal,
            _ => Grouping.Day,
        };
        var request = new GetStatisticsRequest
        {
            By = grouping, Vehicle = parsed.GetValue(vehicle) ?? "", Limit = parsed.GetValue(limit) ?? 0,
        };
        if (request.Vehicle.Length > 0 && grouping == Grouping.Day)
            throw CommandException.WrongUse("--vehicle goes with --by vehicle or --by signal");
        var answer = await server.Store.GetStatisticsAsync(request, server.Streaming);
        if (parsed.GetValue(by) is null)
            Rows.WriteRecord(Host, parsed.GetValue(format), Totals(answer.Totals, answer.Retention));
        else if (grouping == Grouping.Day)
            WriteDays(parsed.GetValue(format), answer.Days);
        else
            WriteSeries(parsed.GetValue(format), answer.Series, grouping == Grouping.Signal);
        var shown = (ulong)(answer.Days.Count + answer.Series.Count);
        if (parsed.GetValue(by) is not null && shown < answer.Rows)
            await Host.Error.WriteLineAsync($"autovalley: {shown} of {answer.Rows} rows; --limit gives more");
    }

    private static (string Name, Cell Value)[] Totals(StoreTotals totals, RetentionState retention) =>
    [
        ("samples", totals.Samples),
        ("chunks", totals.Chunks),
        ("days", totals.Days),
        ("value_bytes", totals.ValueBytes),
        ("time_bytes", totals.TimeBytes),
        ("bytes_a_sample", PerSample(totals.ValueBytes + totals.TimeBytes, totals.Samples)),
        ("day_file_bytes", totals.DayBytes),
        ("file_bytes_a_sample", PerSample(totals.DayBytes, totals.Samples)),
        ("journal_bytes", totals.JournalBytes),
        ("catalogue_bytes", totals.CatalogueBytes),
        ("pinned_bytes", totals.PinnedBytes),
        ("retention_age_s", retention.MaximumAgeNanos == 0 ? default(Cell) : retention.MaximumAgeNanos / 1e9),
        ("retention_bytes", retention.MaximumBytes == 0 ? default(Cell) : retention.MaximumBytes),
        ("retention_last_pass", Cell.TimeOrMissing(retention.LastPassTime)),
        ("deleted_days", retention.DeletedDays),
        ("deleted_samples", retention.DeletedSamples),
        ("over_bytes", retention.OverBytes),
        ("over_reason", retention.OverReason),
        ("retention_failure", retention.Failure),
    ];

    private void WriteDays(OutputFormat format, IEnumerable<DayStatistics> days)
    {
        var rows = Rows.To(Host, format, "day", "samples", "chunks", "file_bytes", "bytes_a_sample", "pinned", "problem");
        foreach (var day in days)
        {
            // The instant's date: a day begins at midnight.
            var name = Cell.Time(day.StartTime).ToString()[..10];
            rows.Write(name, day.Samples, day.Chunks, day.FileBytes, PerSample(day.FileBytes, day.Samples), day.Pinned, day.Problem);
        }
        rows.End();
    }

    private void WriteSeries(OutputFormat format, IEnumerable<SeriesStatistics> series, bool signals)
    {
        string[] names = signals ? ["vehicle", "signal"] : ["vehicle"];
        var rows = Rows.To(
            Host, format, [.. names, "samples", "chunks", "value_bytes", "time_bytes", "bytes_a_sample", "first", "last"]);
        foreach (var row in series)
        {
            Cell[] name = signals ? [row.Vehicle, row.Signal] : [row.Vehicle];
            rows.Write(
            [
                .. name, row.Samples, row.Chunks, row.ValueBytes, Math.Round(row.TimeBytes),
                PerSample(row.ValueBytes + row.TimeBytes, row.Samples), Cell.Time(row.FirstTime), Cell.Time(row.LastTime),
            ]);
        }
        rows.End();
    }

    // Three digits tell two codecs apart; a store without samples has no such number.
    private static Cell PerSample(double bytes, ulong samples) => samples == 0 ? default(Cell) : Math.Round(bytes / samples, 3);
}
