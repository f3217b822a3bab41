using System.Net;
using System.Net.Sockets;

namespace AutoValley.Benchmarks.Peers;

/// <summary>Ports for peers that cannot choose one themselves.</summary>
internal static class FreePort
{
    /// <summary>A TCP port of loopback that was free a moment ago.</summary>
    public static int Take()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
