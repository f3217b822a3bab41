using AutoValley.Mqtt;
using Microsoft.Extensions.Logging;

namespace AutoValley.Edge.Uplink;

/// <summary>Keeps the vehicle connected: one <see cref="UplinkExchange"/> after another, with back-off between them, until it is stopped.</summary>
internal sealed class BatchUplink(IUplinkConnector connector, UplinkState state, UplinkOptions options, TimeProvider clock)
{
    // A connection that held so long was good: the next wait is the first one again.
    private static readonly TimeSpan Good = TimeSpan.FromSeconds(5);

    private readonly BackOff backOff = new(options.FirstRetry, options.LongestRetry, options.Random);
    private int connections;

    /// <summary>Connections made after the first.</summary>
    public int Reconnects => Math.Max(0, Volatile.Read(ref connections) - 1);

    /// <summary>Runs until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await ConnectAndTalkAsync(stop);
            }
            catch (IOException error)
            {
                state.LastError = error.Message;
                var wait = backOff.Next();
                state.Logger.Disconnected(connector.Server, error.Message, wait);
                await Task.Delay(wait, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task ConnectAndTalkAsync(CancellationToken stop)
    {
        await using var connection = await connector.ConnectAsync(stop);
        Interlocked.Increment(ref connections);
        state.Logger.Connected(connector.Server, state.Spool.Status.Batches);
        var since = clock.GetTimestamp();
        try
        {
            await new UplinkExchange(connection, state, options, clock).RunAsync(stop);
        }
        finally
        {
            if (clock.GetElapsedTime(since) >= Good)
                backOff.Reset();
        }
    }
}
