using System.CommandLine;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.V1;

namespace AutoValley.Cli.Agents;

/// <summary>A command that has a vehicle's agent do something once, now.</summary>
internal abstract class OrderCommand : RemoteCommand
{
    private readonly Option<string> vehicle = CommonOptions.Vehicle();
    private readonly Option<long?> wait = CommonOptions.Duration("--wait", "For the agent's answer, a minute at most [10s]");
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    protected OrderCommand(string name, string description, Host host, GlobalOptions global)
        : base(name, description, host, global)
    {
        Add(vehicle);
        Add(wait);
        Add(format);
    }

    /// <summary>What is to be done.</summary>
    protected abstract SendOrderRequest Order(ParseResult parsed);

    /// <summary>What came of it, beside the answer.</summary>
    protected virtual IReadOnlyList<(string Name, Cell Value)> Fields(CommandAnswer answer) => [];

    protected sealed override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var request = Order(parsed);
        (request.Vehicle, request.WaitMillis) = (parsed.GetRequiredValue(vehicle), Answers.Millis(parsed.GetValue(wait), 0));
        var answer = (await server.Commands.SendOrderAsync(request, server.Unary)).Answer;
        Rows.WriteRecord(Host, parsed.GetValue(format), [("vehicle", request.Vehicle), .. Fields(answer), .. Answers.Fields(answer).Take(3)]);
        Answers.Check(request.Vehicle, answer);
    }
}
