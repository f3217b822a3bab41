using System.CommandLine;
using AutoValley.Cli.Commands;
using AutoValley.V1;

namespace AutoValley.Cli.Agents;

/// <summary><c>agent run start</c> and <c>agent run stop</c>: the agent starts or stops a run, at its own time.</summary>
internal sealed class AgentRunCommand : OrderCommand
{
    private readonly RunOrder.Types.Action action;
    private readonly Argument<string> name;

    public AgentRunCommand(RunOrder.Types.Action action, Host host, GlobalOptions global)
        : base(
            action == RunOrder.Types.Action.Start ? "start" : "stop",
            action == RunOrder.Types.Action.Start ? "The agent starts a run, by its own clock." : "The agent stops a run, by its own clock.", host, global)
    {
        this.action = action;
        name = new Argument<string>("name") { Description = action == RunOrder.Types.Action.Start ? "1 to 128 of A-Z a-z 0-9 . _ -" : "An open run [the vehicle's newest]" };
        if (action == RunOrder.Types.Action.Stop)
            name.Arity = ArgumentArity.ZeroOrOne;
        Add(name);
    }

    protected override SendOrderRequest Order(ParseResult parsed) => new() { Run = new RunOrder { Action = action, Name = parsed.GetValue(name) ?? "" } };
}
