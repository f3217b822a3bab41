using System.Net;
using System.Net.Sockets;

namespace AutoValley.Edge.Tests.Support;

/// <summary>Ports that nobody has at the moment.</summary>
internal static class FreePort
{
    public static int Udp()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
