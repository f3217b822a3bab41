using System.CommandLine;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;

namespace AutoValley.Cli.Agents;

/// <summary><c>agents</c>: how the agents on the vehicles are, a line each.</summary>
internal sealed class AgentsCommand : RemoteCommand
{
    private readonly Option<string> organisation = new("--organisation") { Description = "Of this organisation alone", HelpName = "name" };
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public AgentsCommand(Host host, GlobalOptions global)
        : base("agents", "The agents on the vehicles: how they are, as they told last.", host, global)
    {
        Add(organisation);
        Add(format);
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var found = await Listing.Agents(server, parsed.GetValue(organisation) ?? "").ToArrayAsync();
        var rows = Rows.To(
            Host, parsed.GetValue(format), "vehicle", "state", "told_s_ago", "version", "uptime_s", "sources", "troubled", "samples_per_s", "spool_batches",
            "spool_oldest_s", "dropped", "clock_offset_s", "cpu", "memory_mib");
        foreach (var (agent, serverTime) in found)
        {
            var status = agent.Status;
            rows.Write(
                agent.Vehicle, Words.Of(agent.State), AgentFields.Age(agent, serverTime), status.Version, AgentFields.Seconds(status.UptimeNanos),
                (ulong)status.Sources.Count, (ulong)status.Sources.Count(AgentFields.IsTroubled), AgentFields.Round(status.Sources.Sum(source => source.SamplesPerSecond)),
                status.Spool?.Batches ?? 0, AgentFields.Seconds(status.Spool?.OldestAgeNanos ?? 0), AgentFields.Dropped(status), AgentFields.ClockOffset(status),
                AgentFields.Round(status.Cpu), AgentFields.Round(status.MemoryBytes / (double)(1 << 20)));
        }
        rows.End();
    }
}
