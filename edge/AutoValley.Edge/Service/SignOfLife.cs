using System.Globalization;

namespace AutoValley.Edge.Service;

/// <summary>Gives the service manager its sign of life twice as often as it wants one, each time after the agent's own locks and threads answered.</summary>
internal sealed class SignOfLife(ServiceManager manager, Func<AgentStatus> read, TimeProvider clock)
{
    /// <summary>Runs until it is stopped; at once over when no sign is wanted.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        if (manager.WatchdogInterval is not { } interval)
            return;
        using var timer = new PeriodicTimer(interval / 2, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
                manager.Alive(Describe(await Task.Run(read, stop)));
        }
        catch (OperationCanceledException)
        {
            // The agent ends.
        }
    }

    /// <summary>An agent in one line.</summary>
    public static string Describe(AgentStatus status) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(status.Connected ? "connected" : "not connected")}, {status.SamplesRead} samples read, {status.SpoolBatches} batches wait, {status.SamplesDropped.Total} samples dropped");
}
