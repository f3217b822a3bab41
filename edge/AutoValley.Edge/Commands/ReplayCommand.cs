using System.CommandLine;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Replay;
using AutoValley.Edge.Spool;
using Microsoft.Extensions.Logging;

namespace AutoValley.Edge.Commands;

/// <summary><c>autovalley-edge replay</c>: a recorded drive as if live.</summary>
internal sealed class ReplayCommand : Command
{
    private readonly ReplayArguments arguments = new();
    private readonly CommandHost host;

    public ReplayCommand(CommandHost host)
        : base("replay", "Publish a recorded drive as if live, and end when the server has all of it durable.")
    {
        this.host = host;
        foreach (var option in arguments.All)
            Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        using var loggers = AgentLog.Create(arguments.Verbose(parsed));
        var patience = arguments.Patience(parsed);
        var (agent, source) = Open(parsed, loggers);
        await using var closing = agent;
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var running = agent.RunAsync(giveUp.Token);
        await new ReplayProgress(agent, host, patience).WatchAsync(running, giveUp);
        string? failure = null;
        try
        {
            await running;
        }
        catch (SourceException error)
        {
            failure = error.Message;
        }
        var report = new ReplayReport(source, agent.Status) { Stopped = giveUp.IsCancellationRequested, Failure = failure };
        await report.WriteAsync(host.Output);
        return report.ExitCode;
    }

    // Everything that can be wrong with what the user gave is found here, before anything is published.
    private (Agent Agent, ReplaySource Source) Open(ParseResult parsed, ILoggerFactory loggers)
    {
        try
        {
            var options = arguments.Agent(parsed, host.Variable);
            if (options.Errors() is { Count: > 0 } errors)
                throw new WrongUseException(string.Join('\n', errors));
            var source = arguments.Inputs(parsed).Open(arguments.Replay(parsed), host.Clock);
            return (new Agent(options with { Clock = source.Clock }, [source], host.Clock, loggers), source);
        }
        catch (Exception error) when (error is SourceException or SpoolException)
        {
            throw new WrongUseException(error.Message, error);
        }
    }
}
