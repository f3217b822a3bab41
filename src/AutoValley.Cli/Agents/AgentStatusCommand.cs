using System.CommandLine;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.V1;

namespace AutoValley.Cli.Agents;

/// <summary><c>agent status</c>: all that one agent told of itself, but its sources.</summary>
internal sealed class AgentStatusCommand : RemoteCommand
{
    private readonly Option<string> vehicle = CommonOptions.Vehicle();
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public AgentStatusCommand(Host host, GlobalOptions global)
        : base("status", "What one agent told last: spool, rates, drops, clock.", host, global)
    {
        Add(vehicle);
        Add(format);
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var answer = await server.Agents.GetAgentAsync(new GetAgentRequest { Vehicle = parsed.GetRequiredValue(vehicle) }, server.Unary);
        var status = answer.Agent.Status;
        var (uplink, spool) = (status.Uplink ?? new AgentUplink(), status.Spool ?? new AgentSpool());
        Rows.WriteRecord(Host, parsed.GetValue(format),
        [
            ("vehicle", answer.Agent.Vehicle),
            ("state", Words.Of(answer.Agent.State)),
            ("told_s_ago", AgentFields.Age(answer.Agent, answer.ServerTime)),
            ("version", status.Version),
            ("session", Convert.ToHexStringLower(status.Session.Span)),
            ("uptime_s", AgentFields.Seconds(status.UptimeNanos)),
            ("sources", (ulong)status.Sources.Count),
            ("sources_troubled", (ulong)status.Sources.Count(AgentFields.IsTroubled)),
            ("samples_read", uplink.SamplesRead),
            ("samples_batched", uplink.SamplesBatched),
            ("samples_durable", uplink.SamplesDurable),
            ("backlog_samples_durable", uplink.BacklogSamplesDurable),
            ("batches_published_per_s", AgentFields.Round(uplink.BatchesPublishedPerSecond)),
            ("batches_durable_per_s", AgentFields.Round(uplink.BatchesDurablePerSecond)),
            ("reconnects", (ulong)uplink.Reconnects),
            ("last_error", uplink.LastError),
            ("spool_batches", spool.Batches),
            ("spool_samples", spool.Samples),
            ("spool_bytes", spool.Bytes),
            ("spool_oldest_s", AgentFields.Seconds(spool.OldestAgeNanos)),
            ("spool_archive_bytes", spool.ArchiveBytes),
            ("spool_fault", spool.Fault),
            ("dropped", AgentFields.Dropped(status)),
            .. status.Dropped.OrderBy(cause => cause.Key, StringComparer.Ordinal).Select(cause => ($"dropped_{cause.Key.Replace(' ', '_')}", (Cell)cause.Value)),
            .. Collecting(status.Collecting),
            ("clock_source", Words.Of(status.Clock?.Source ?? ClockSource.Unspecified)),
            ("clock_offset_s", AgentFields.ClockOffset(status)),
            ("clock_error_s", AgentFields.ClockError(status)),
            .. status.ClockCounts.Select(count => (count.Name.Replace(' ', '_'), (Cell)count.Count)),
            ("cpu", AgentFields.Round(status.Cpu)),
            ("memory_bytes", status.MemoryBytes),
        ]);
    }

    private static (string, Cell)[] Collecting(AgentCollecting? collecting) => collecting is null ? [] :
    [
        ("schemes_version", collecting.Version), ("schemes", (ulong)collecting.Schemes.Count), ("not_collected", collecting.NotCollected),
        ("buffer_lost", collecting.BufferLost), ("buffer_bytes", collecting.BufferBytes),
    ];
}
