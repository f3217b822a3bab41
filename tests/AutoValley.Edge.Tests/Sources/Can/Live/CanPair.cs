using System.Net;
using System.Net.Sockets;
using AutoValley.Edge.Sources.Can.Live;
using AutoValley.Edge.Tests.Support;
using Microsoft.Win32.SafeHandles;

namespace AutoValley.Edge.Tests.Sources.Can.Live;

/// <summary>Two ends of a socket that keeps the bounds of what is sent, as SocketCAN's does; what one end writes as <c>struct can_frame</c>, the other one reads.</summary>
internal sealed class CanPair : IDisposable
{
    private readonly TemporaryFolder? folder;
    private readonly Socket agent;

    private CanPair(Socket bus, Socket agent, TemporaryFolder? folder = null) => (Bus, this.agent, this.folder) = (bus, agent, folder);

    /// <summary>The other end.</summary>
    public Socket Bus { get; }

    /// <summary>A pair whose sender waits when the receiver does not read: nothing is lost.</summary>
    public static CanPair Create()
    {
        var folder = new TemporaryFolder();
        using var listener = new Socket(AddressFamily.Unix, SocketType.Seqpacket, ProtocolType.Unspecified);
        var path = new UnixDomainSocketEndPoint(Path.Combine(folder.Path, "bus"));
        listener.Bind(path);
        listener.Listen();
        var bus = new Socket(AddressFamily.Unix, SocketType.Seqpacket, ProtocolType.Unspecified);
        bus.Connect(path);
        return new CanPair(bus, listener.Accept(), folder);
    }

    /// <summary>A pair whose kernel drops what the receiver has no room for, and tells it.</summary>
    public static CanPair CreateLossy()
    {
        var agent = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        agent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var bus = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        bus.Connect(agent.LocalEndPoint!);
        return new CanPair(bus, agent);
    }

    /// <summary>The agent's end, opened as an interface is.</summary>
    public CanSocket Open() => CanSocket.Over("can0", new SafeFileHandle(agent.Handle, ownsHandle: false));

    /// <summary>As <see cref="Open"/>, with room for few frames.</summary>
    public CanSocket OpenSmall()
    {
        var socket = Open();
        agent.ReceiveBufferSize = 1;
        return socket;
    }

    public void Send(uint idAndFlags, params ReadOnlySpan<byte> data)
    {
        var bytes = new byte[data.Length > 8 ? CanWireFrame.FdBytes : CanWireFrame.ClassicBytes];
        BitConverter.TryWriteBytes(bytes, idAndFlags);
        bytes[4] = (byte)data.Length;
        data.CopyTo(bytes.AsSpan(8));
        Bus.Send(bytes);
    }

    public void Dispose()
    {
        Bus.Dispose();
        agent.Dispose();
        folder?.Dispose();
    }
}
