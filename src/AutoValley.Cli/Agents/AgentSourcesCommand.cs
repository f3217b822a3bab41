using System.CommandLine;
using System.Globalization;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.V1;

namespace AutoValley.Cli.Agents;

/// <summary><c>agent sources</c>: the inputs of one agent, a line each.</summary>
internal sealed class AgentSourcesCommand : RemoteCommand
{
    private readonly Option<string> vehicle = CommonOptions.Vehicle();
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public AgentSourcesCommand(Host host, GlobalOptions global)
        : base("sources", "The inputs of one agent: what they give, how long they are silent, what is missing.", host, global)
    {
        Add(vehicle);
        Add(format);
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var answer = await server.Agents.GetAgentAsync(new GetAgentRequest { Vehicle = parsed.GetRequiredValue(vehicle) }, server.Unary);
        var rows = Rows.To(Host, parsed.GetValue(format), "source", "state", "samples", "samples_per_s", "silent_s", "gaps", "counts", "reason");
        foreach (var source in answer.Agent.Status.Sources)
        {
            rows.Write(
                source.Name, Words.Of(source.State), source.Samples, AgentFields.Round(source.SamplesPerSecond),
                source.HasSilenceNanos ? AgentFields.Seconds(source.SilenceNanos) : default, AgentFields.Gaps(source),
                string.Join(", ", source.Counts.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Count} {count.Name}"))), source.Reason);
        }
        rows.End();
    }
}
