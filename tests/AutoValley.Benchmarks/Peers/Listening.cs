using System.Net.Sockets;

namespace AutoValley.Benchmarks.Peers;

/// <summary>Waits for a peer that says nothing when it is ready.</summary>
internal static class Listening
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Completes when a port of loopback takes connections.</summary>
    /// <exception cref="BenchmarkException">It does not within half a minute.</exception>
    public static async Task<bool> WaitAsync(string name, int port, CancellationToken cancellation)
    {
        for (var start = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(start) < Patience;)
        {
            try
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync("127.0.0.1", port, cancellation);
                return true;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancellation);
            }
        }
        throw new BenchmarkException($"{name} does not listen on port {port}");
    }
}
