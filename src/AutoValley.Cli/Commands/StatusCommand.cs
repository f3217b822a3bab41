using System.CommandLine;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.V1;

namespace AutoValley.Cli.Commands;

/// <summary><c>status</c>: how the server is.</summary>
internal sealed class StatusCommand : RemoteCommand
{
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public StatusCommand(Host host, GlobalOptions global)
        : base("status", "The server's own state and counters.", host, global) => Add(format);

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var status = await server.Fleet.GetStatusAsync(new GetStatusRequest(), server.Unary);
        var rejected = status.Rejected.OrderBy(reason => reason.Key, StringComparer.Ordinal).ToArray();
        Rows.WriteRecord(Host, parsed.GetValue(format),
        [
            ("version", status.Version),
            ("started", Cell.TimeOrMissing(status.StartTime)),
            ("ready", status.Ready),
            ("reason", status.Reason),
            ("connections", status.Connections),
            ("batches_accepted", status.BatchesAccepted),
            ("batches_duplicate", status.BatchesDuplicate),
            ("rejected", rejected.Aggregate(0UL, (sum, reason) => sum + reason.Value)),
            .. rejected.Select(reason => ($"rejected_{reason.Key}", (Cell)reason.Value)),
            ("samples_accepted", status.SamplesAccepted),
            ("samples_sealed", status.SamplesSealed),
            ("journal_bytes", status.JournalBytes),
            ("seal_lag_s", status.SealLagNanos / 1e9),
            ("store_bytes", status.StoreBytes),
        ]);
    }
}
