using System.CommandLine;
using AutoValley.Edge.Clock.Live;
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
        await using var vehicleClock = new LiveClock(host.Clock, loggers.CreateLogger<LiveClock>());
        var configuration = Load(path, vehicleClock, loggers);
        if (parsed.GetValue(check))
        {
            await host.Output.WriteLineAsync($"{path}: usable, {configuration.Sources.Count} sources for {configuration.Options.Vehicle}");
            return ExitCode.Done;
        }
        await using var watch = new MappingWatch(configuration.Mapping, host.Clock, loggers.CreateLogger<MappingWatch>());
        vehicleClock.Ask(configuration.Clock.Witnesses(host.Clock));
        AgentOptions Complete(AgentOptions options) => host.Complete(options) with { Clock = vehicleClock };
        AgentConfiguration ReadAgain(AgentConfiguration running)
        {
            var wanted = Read(path, vehicleClock, loggers, running);
            vehicleClock.Ask(wanted.Clock.Witnesses(host.Clock));
            return wanted;
        }
        await using var agent = Open(Complete(configuration.Options), configuration.SampleSources, loggers);
        using var manager = new ServiceManager(host.Variable, Environment.ProcessId, loggers.CreateLogger<ServiceManager>());
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await using var stopping = stop.Register(manager.Stopping);
        var reload = new AgentReload(agent, ReadAgain, Complete, manager, loggers.CreateLogger<AgentReload>());
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

    private AgentConfiguration Read(string path, LiveClock vehicleClock, ILoggerFactory loggers, AgentConfiguration? running = null) =>
        AgentConfiguration.Load(path, new SourceFactory(host.Clock, loggers, host.Input, vehicleClock), running);

    private AgentConfiguration Load(string path, LiveClock vehicleClock, ILoggerFactory loggers)
    {
        try
        {
            return Read(path, vehicleClock, loggers);
        }
        catch (ConfigurationException errors)
        {
            throw new WrongUseException(errors.Message, errors);
        }
    }

    private Agent Open(AgentOptions options, IReadOnlyList<ISampleSource> sources, ILoggerFactory loggers)
    {
        try
        {
            return new Agent(options, sources, host.Clock, loggers);
        }
        catch (SpoolException error)
        {
            throw new WrongUseException(error.Message, error);
        }
    }
}
