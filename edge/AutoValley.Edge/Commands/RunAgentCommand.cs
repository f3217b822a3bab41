using System.CommandLine;
using AutoValley.Edge.Configuration;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Mapping;
using AutoValley.Edge.Service;
using AutoValley.Edge.Spool;
using Microsoft.Extensions.Logging;

namespace AutoValley.Edge.Commands;

/// <summary><c>autovalley-edge run</c>: the sources of a configuration file, until it is told to stop.</summary>
internal sealed class RunAgentCommand : Command
{
    private readonly Option<string> file = new("--config")
    { Description = "The configuration: JSON with vehicle, server, spool and sources; see the README.", HelpName = "FILE", Required = true };

    private readonly Option<bool> check = new("--check") { Description = "Only say whether the configuration is usable." };

    private readonly Option<bool> verbose = new("--verbose") { Description = "Log connections and sessions too, not only what goes wrong." };

    private readonly CommandHost host;

    public RunAgentCommand(CommandHost host)
        : base("run", "Publish what the sources of a configuration file give, until stopped or all of them ended.")
    {
        this.host = host;
        Add(file);
        Add(check);
        Add(verbose);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        using var loggers = AgentLog.Create(parsed.GetValue(verbose));
        var path = parsed.GetRequiredValue(file);
        var configuration = Load(path, loggers);
        if (parsed.GetValue(check))
        {
            await host.Output.WriteLineAsync($"{path}: usable, {configuration.Sources.Count} sources for {configuration.Options.Vehicle}");
            return ExitCode.Done;
        }
        await using var watch = new MappingWatch(configuration.Mapping, host.Clock, loggers.CreateLogger<MappingWatch>());
        await using var agent = Open(configuration, loggers);
        using var manager = new ServiceManager(host.Variable, Environment.ProcessId, loggers.CreateLogger<ServiceManager>());
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await using var stopping = stop.Register(manager.Stopping);
        var reload = new AgentReload(agent, running => Read(path, loggers, running), host.Complete, manager, loggers.CreateLogger<AgentReload>());
        try
        {
            var running = agent.RunAsync(stop);
            manager.Ready(SignOfLife.Describe(agent.Status));
            Task[] besides = [reload.RunAsync(configuration, host.ReloadRequests(ended.Token), ended.Token), new SignOfLife(manager, () => agent.Status, host.Clock).RunAsync(ended.Token)];
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ended.CancelAsync();
            await Task.WhenAll([running, .. besides]);
        }
        catch (SourceException failure)
        {
            await host.Error.WriteLineAsync($"autovalley-edge: {failure.Message}");
            return ExitCode.Failed;
        }
        return ExitCode.Done;
    }

    private AgentConfiguration Read(string path, ILoggerFactory loggers, AgentConfiguration? running = null) =>
        AgentConfiguration.Load(path, new SourceFactory(host.Clock, loggers, host.Input), running);

    private AgentConfiguration Load(string path, ILoggerFactory loggers)
    {
        try
        {
            return Read(path, loggers);
        }
        catch (ConfigurationException errors)
        {
            throw new WrongUseException(errors.Message, errors);
        }
    }

    private Agent Open(AgentConfiguration configuration, ILoggerFactory loggers)
    {
        try
        {
            return new Agent(host.Complete(configuration.Options), configuration.SampleSources, host.Clock, loggers);
        }
        catch (SpoolException error)
        {
            throw new WrongUseException(error.Message, error);
        }
    }
}
