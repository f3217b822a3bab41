using AutoValley.Edge.Configuration;
using AutoValley.Edge.Service;
using AutoValley.Edge.Spool;
using Microsoft.Extensions.Logging;

namespace AutoValley.Edge.Commands;

/// <summary>Has an agent go on with its configuration file as it is now, each time somebody asks for it. A file that is unusable is told and changes nothing.</summary>
/// <param name="agent">Runs.</param>
/// <param name="load">Reads the file; the parts of what runs stay where they are the same.</param>
/// <param name="complete">Adds to the options what the file does not say.</param>
/// <param name="manager">Is told.</param>
/// <param name="logger">Is told too.</param>
internal sealed class AgentReload(
    Agent agent, Func<AgentConfiguration, AgentConfiguration> load, Func<AgentOptions, AgentOptions> complete, ServiceManager manager, ILogger logger)
{
    /// <summary>Runs until it is stopped.</summary>
    /// <param name="running">What the agent was started with.</param>
    /// <param name="requests">One at a time.</param>
    /// <param name="stop">Stops it.</param>
    public async Task RunAsync(AgentConfiguration running, IAsyncEnumerable<bool> requests, CancellationToken stop)
    {
        try
        {
            await foreach (var _ in requests.WithCancellation(stop))
                running = await ReloadAsync(running);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The agent ends.
        }
    }

    private async Task<AgentConfiguration> ReloadAsync(AgentConfiguration running)
    {
        manager.Reloading();
        try
        {
            var wanted = load(running);
            await agent.ReloadAsync(complete(wanted.Options), wanted.SampleSources);
            var kept = wanted.Sources.Count(source => running.Sources.Contains(source));
            logger.Reloaded(wanted.Sources.Count, wanted.Sources.Count - kept, running.Sources.Count - kept, agent.Status.Session);
            return wanted;
        }
        catch (Exception unusable) when (unusable is ConfigurationException or SpoolException or ArgumentException or OperationCanceledException)
        {
            logger.ReloadFailed(unusable.Message);
            return running;
        }
        finally
        {
            manager.Ready(SignOfLife.Describe(agent.Status));
        }
    }
}
