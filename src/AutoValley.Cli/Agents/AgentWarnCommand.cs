using System.CommandLine;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Rendering;
using AutoValley.V1;

namespace AutoValley.Cli.Agents;

/// <summary><c>agent warn</c>: shows the driver something.</summary>
internal sealed class AgentWarnCommand : OrderCommand
{
    private readonly Argument<string> text = new("text") { Description = "One line of at most 200 characters" };

    private readonly Option<string> id = new("--id")
    {
        Description = "What it is about: a later warning with the same id takes its place [note]", HelpName = "ID", DefaultValueFactory = _ => "note",
    };

    private readonly Option<string> severity = new("--severity") { Description = "notice, warning or danger [warning]", DefaultValueFactory = _ => "warning" };

    private readonly Option<bool> over = new("--over") { Description = "What was warned of is over: displays take it away" };

    public AgentWarnCommand(Host host, GlobalOptions global)
        : base("warn", "Shows the driver something, on the displays that are connected to the agent.", host, global)
    {
        severity.AcceptOnlyFromAmong("notice", "warning", "danger");
        Add(text);
        Add(id);
        Add(severity);
        Add(over);
    }

    protected override SendOrderRequest Order(ParseResult parsed) => new()
    {
        Warn = new WarnOrder
        {
            Id = parsed.GetRequiredValue(id),
            Severity = Enum.Parse<WarnOrder.Types.Severity>(parsed.GetRequiredValue(severity), ignoreCase: true),
            Text = parsed.GetRequiredValue(text),
            Over = parsed.GetValue(over),
        },
    };

    protected override IReadOnlyList<(string Name, Cell Value)> Fields(CommandAnswer answer) => [("displays", (ulong)answer.Displays)];
}
