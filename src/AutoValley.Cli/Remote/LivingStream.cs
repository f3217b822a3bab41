using Grpc.Core;

namespace AutoValley.Cli.Remote;

/// <summary>A stream that has a heartbeat: without one it is dead, and what stands on the screen is the past.</summary>
internal static class LivingStream
{
    /// <summary>What a server is asked for.</summary>
    public const uint HeartbeatMillis = 1_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The next response; null at the end, and when the command's time is over.</summary>
    /// <exception cref="CommandException">The server said nothing for ten heartbeats.</exception>
    public static async Task<T?> NextAsync<T>(IAsyncStreamReader<T> responses, CancellationToken stop)
        where T : class
    {
        try
        {
            return await responses.MoveNext(stop).WaitAsync(Patience, stop) ? responses.Current : null;
        }
        catch (TimeoutException)
        {
            throw CommandException.Failed($"the server said nothing for {Patience.TotalSeconds:0} s: what was shown is the past");
        }
        catch (RpcException late) when (late.StatusCode == StatusCode.DeadlineExceeded)
        {
            return null;
        }
    }
}
