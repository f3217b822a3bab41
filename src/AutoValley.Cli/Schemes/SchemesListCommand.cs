using System.CommandLine;
using AutoValley.Cli.Agents;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Cli.Schemes;

/// <summary><c>schemes list</c>: the schemes that a vehicle was given last, a line each, with what its agent told of them.</summary>
internal sealed class SchemesListCommand : RemoteCommand
{
    private readonly Option<string> vehicle = CommonOptions.Vehicle();
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public SchemesListCommand(Host host, GlobalOptions global)
        : base("list", "The schemes that a vehicle was given last, with what its agent told of them.", host, global)
    {
        Add(vehicle);
        Add(format);
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var name = parsed.GetRequiredValue(vehicle);
        var given = await server.Commands.GetSchemesAsync(new GetSchemesRequest { Vehicle = name }, server.Unary);
        var told = await ToldAsync(server, name);
        var rows = Rows.To(Host, parsed.GetValue(format), "scheme", "signals", "when", "mode", "before_s", "after_s", "from", "until", "collects", "triggers", "collected");
        foreach (var scheme in given.Schemes.Schemes)
        {
            var (trigger, state) = (scheme.Trigger, told?.Version == given.Schemes.Version ? told.Schemes.FirstOrDefault(other => other.Name == scheme.Name) : null);
            rows.Write(
                scheme.Name, string.Join(' ', scheme.Signals.Select(signal => signal.Name)), trigger?.Condition ?? "always",
                trigger?.Mode switch { null => "", SchemeTrigger.Types.Mode.While => "while", _ => "edge" },
                trigger is null ? default : AgentFields.Seconds(trigger.BeforeNanos), trigger is null ? default : AgentFields.Seconds(trigger.AfterNanos),
                scheme.HasValidFrom ? Cell.Time(scheme.ValidFrom) : default, scheme.HasValidUntil ? Cell.Time(scheme.ValidUntil) : default,
                state is null ? default(Cell) : state.Collects, state is null ? default(Cell) : state.Triggers, state is null ? default(Cell) : state.Collected);
        }
        rows.End();
    }

    // The schemes are of interest also when the agent never came.
    private static async Task<AgentCollecting?> ToldAsync(Connection server, string vehicle)
    {
        try
        {
            return (await server.Agents.GetAgentAsync(new GetAgentRequest { Vehicle = vehicle }, server.Unary)).Agent.Status?.Collecting;
        }
        catch (RpcException none) when (none.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
    }
}
