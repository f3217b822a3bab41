using System.CommandLine;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Rendering;
using AutoValley.Cli.Time;
using AutoValley.V1;

namespace AutoValley.Cli.Agents;

/// <summary><c>agent resend</c>: batches of the spool's archive once more.</summary>
internal sealed class AgentResendCommand : OrderCommand
{
    private readonly Option<long?> from;
    private readonly Option<long?> to;

    public AgentResendCommand(Host host, GlobalOptions global)
        : base("resend", "Sends the batches that the agent still has of a span of time once more; what the server has is not doubled.", host, global)
    {
        from = CommonOptions.Instant("--from", $"First event time: {InstantText.Forms}", host.Clock);
        to = CommonOptions.Instant("--to", "Event time after the last [now]", host.Clock);
        from.Required = true;
        Add(from);
        Add(to);
    }

    protected override SendOrderRequest Order(ParseResult parsed) => new()
    {
        Resend = new ResendOrder { FromTime = parsed.GetValue(from) ?? 0, ToTime = parsed.GetValue(to) ?? CommonOptions.Now(Host.Clock) },
    };

    protected override IReadOnlyList<(string Name, Cell Value)> Fields(CommandAnswer answer) => [("batches", answer.Batches)];
}
