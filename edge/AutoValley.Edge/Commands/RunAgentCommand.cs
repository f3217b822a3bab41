using System.CommandLine;
using AutoValley.Edge.Configuration;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Mapping;
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
        var configuration = Load(parsed.GetValue(file)!, loggers);
        if (parsed.GetValue(check))
        {
            await host.Output.WriteLineAsync($"{parsed.GetValue(file)}: usable, {configuration.Sources.Count} sources for {configuration.Options.Vehicle}");
            return ExitCode.Done;
        }
        await using var watch = new MappingWatch(configuration.Mapping, host.Clock, loggers.CreateLogger<MappingWatch>());
        await using var agent = Open(configuration, loggers);
        try
        {
            await agent.RunAsync(stop);
        }
        catch (SourceException failure)
        {
            await host.Error.WriteLineAsync($"autovalley-edge: {failure.Message}");
            return ExitCode.Failed;
        }
        return ExitCode.Done;
    }

    private AgentConfiguration Load(string path, ILoggerFactory loggers)
    {
        try
        {
            return AgentConfiguration.Load(path, new SourceFactory(host.Clock, loggers, host.Input));
        }
        catch (ConfigurationException errors)
        {
            throw new WrongUseException(errors.Message, errors);
        }
    }

    private Agent Open(AgentConfiguration configuration, ILoggerFactory loggers)
    {
        var options = configuration.Options with { Password = configuration.Options.Password ?? host.Variable(CommandHost.PasswordVariable) };
        var sources = configuration.Mapping is { } mapping ? configuration.Sources.Select(source => (ISampleSource)new MappedSource(source, mapping)) : configuration.Sources;
        try
        {
            return new Agent(options, [.. sources], host.Clock, loggers);
        }
        catch (SpoolException error)
        {
            throw new WrongUseException(error.Message, error);
        }
    }
}
