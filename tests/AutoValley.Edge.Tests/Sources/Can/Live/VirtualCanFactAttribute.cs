using System.Net.Sockets;

namespace AutoValley.Edge.Tests.Sources.Can.Live;

/// <summary>A fact that needs a kernel with virtual CAN interfaces and the right to make one; skipped, with the reason, elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class VirtualCanFactAttribute : FactAttribute
{
    public VirtualCanFactAttribute()
    {
        try
        {
            using var socket = new Socket(AddressFamily.ControllerAreaNetwork, SocketType.Raw, ProtocolType.Raw);
        }
        catch (SocketException error)
        {
            Skip = $"this kernel has no SocketCAN: {error.Message}";
        }
        if (Skip is null && Environment.UserName != "root")
            Skip = "only root may make an interface";
    }
}
