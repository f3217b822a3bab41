using System.CommandLine;
using AutoValley.Edge.Clock.Live;
using AutoValley.Edge.Configuration;
using AutoValley.Edge.Doctor;
using Microsoft.Extensions.Logging;

namespace AutoValley.Edge.Commands;

/// <summary><c>autovalley-edge doctor</c>: checks everything that an agent needs, a line each, with what to do about it.</summary>
internal sealed class DoctorCommand : Command
{
    private readonly Option<string> file = new("--config") { Description = "The configuration to check.", HelpName = "FILE", Required = true };

    private readonly Option<double> seconds = new("--seconds")
    { Description = "How long to listen to the sources, and to wait for the server.", HelpName = "N", DefaultValueFactory = _ => 5 };

    private readonly Option<bool> noPublish = new("--no-publish")
    { Description = $"Leave out the round trip, which leaves a sample of {ServerCheck.Signal} in the store." };

    private readonly CommandHost host;

    public DoctorCommand(CommandHost host)
        : base("doctor", "Check configuration, sources, clock, disk, server, credentials and the round trip to durable; say what to do.")
    {
        this.host = host;
        seconds.Validators.Add(result =>
        {
            if (result.GetValue(seconds) is not (>= 0.1 and <= 3600))
                result.AddError("--seconds is not 0.1 to 3600");
        });
        Add(file);
        Add(seconds);
        Add(noPublish);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        var isBroken = false;
        try
        {
            await foreach (var finding in CheckAsync(parsed, stop))
            {
                isBroken |= finding.Verdict == Verdict.Broken;
                await host.Output.WriteLineAsync(finding.ToString());
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCode.Failed;
        }
        return isBroken ? ExitCode.Failed : ExitCode.Done;
    }

    private async IAsyncEnumerable<Finding> CheckAsync(ParseResult parsed, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        using var loggers = AgentLog.Silent();
        await using var vehicleClock = new LiveClock(host.Clock, loggers.CreateLogger<LiveClock>());
        var (configuration, findings) = Load(parsed.GetRequiredValue(file), loggers, vehicleClock);
        foreach (var finding in findings)
            yield return finding;
        if (configuration is null)
            yield break;
        var options = host.Complete(configuration.Options);
        var span = TimeSpan.FromSeconds(parsed.GetValue(seconds));
        var spool = new SpoolCheck(options, host.Clock);
        foreach (var finding in spool.Run())
            yield return finding;
        foreach (var finding in await CheckSourcesAsync(configuration, spool.IsInUse, span, stop))
            yield return finding;
        yield return new ClockCheck(vehicleClock, await vehicleClock.AskOnceAsync(configuration.Clock.Witnesses(host.Clock), stop)).Run();
        await foreach (var finding in new ServerCheck(options, span, host.Clock).RunAsync(!parsed.GetValue(noPublish), stop))
            yield return finding;
    }

    private (AgentConfiguration? Configuration, IEnumerable<Finding> Findings) Load(string path, ILoggerFactory loggers, LiveClock vehicleClock)
    {
        const string Subject = "configuration";
        try
        {
            var configuration = AgentConfiguration.Load(path, new SourceFactory(host.Clock, loggers, host.Input, vehicleClock));
            var entries = configuration.Mapping is null ? "no mapping" : "a mapping";
            return (configuration, [new Finding(Verdict.Fine, Subject, $"{path}: {configuration.Options.Vehicle}, {configuration.Sources.Count} sources, {entries}")]);
        }
        catch (ConfigurationException errors)
        {
            return (null, errors.Message.Split('\n').Select(error => new Finding(Verdict.Broken, Subject, error, "nothing else can be checked before that")));
        }
    }

    private async Task<IReadOnlyList<Finding>> CheckSourcesAsync(AgentConfiguration configuration, bool isRunning, TimeSpan span, CancellationToken stop)
    {
        if (isRunning)
            return [new Finding(Verdict.Fine, "sources", "left to the running agent", $"see: autovalley agent sources --vehicle {configuration.Options.Vehicle}")];
        if (host.ErrorIsTerminal)
            await host.Error.WriteLineAsync($"listening to {configuration.Sources.Count} sources for {span.TotalSeconds:0.#} s …");
        return await new SourceCheck(configuration.SampleSources, span, host.Clock).RunAsync(stop);
    }
}
