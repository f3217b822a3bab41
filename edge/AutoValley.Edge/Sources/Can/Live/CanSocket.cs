using System.Buffers.Binary;
using AutoValley.Edge.Linux;
using Microsoft.Win32.SafeHandles;

namespace AutoValley.Edge.Sources.Can.Live;

/// <summary>A raw CAN socket of one interface (SocketCAN: Linux, Documentation/networking/can.rst). Not safe for concurrent use.</summary>
internal sealed class CanSocket : IDisposable
{
    /// <summary>
    /// Room for what comes between two reads. The kernel needs up to 1 KiB a frame, so this is 100 ms of the fastest CAN FD bus; without the right to it
    /// (CAP_NET_ADMIN) net.core.rmem_max bounds it.
    /// </summary>
    public const int ReceiveBytes = 4 << 20;

    private const int Family = 29;
    private const int Raw = 3;
    private const int CloseOnExec = 0x80000;
    private const int DoNotWait = 0x40;

    private const int ReceiveBuffer = 8;
    private const int ReceiveBufferForced = 33;

    private const int CanRawLevel = 101;
    private const int CanRawFilter = 1;
    private const int CanRawErrorFilter = 2;
    private const int CanRawFdFrames = 5;
    private const int AllErrors = 0x1FFF_FFFF;

    private readonly string name;
    private readonly SafeFileHandle socket;

    private CanSocket(string name, SafeFileHandle socket) => (this.name, this.socket) = (name, socket);

    /// <summary>Opens an interface, for classic frames, FD ones and error reports.</summary>
    /// <param name="name">As <c>ip link</c> names it.</param>
    /// <param name="filters">What is to be read; null for all.</param>
    /// <exception cref="SourceException">It cannot be opened.</exception>
    public static CanSocket Open(string name, IReadOnlyList<CanFilter>? filters)
    {
        var descriptor = LibC.Socket(Family, Raw | CloseOnExec, protocol: 1);
        if (descriptor < 0)
            throw Failure(name, Errno.Last);
        var socket = Over(name, new SafeFileHandle(descriptor, ownsHandle: true));
        try
        {
            socket.Bind(filters);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Takes over a socket that carries the same bytes.</summary>
    public static CanSocket Over(string name, SafeFileHandle handle)
    {
        var socket = new CanSocket(name, handle);
        // Neither is there for every kind of socket: times are then those of reading, and what was lost is not told.
        socket.TrySet(ControlMessages.SocketLevel, ControlMessages.Time, 1);
        socket.TrySet(ControlMessages.SocketLevel, ControlMessages.Overflow, 1);
        if (!socket.TrySet(ControlMessages.SocketLevel, ReceiveBufferForced, ReceiveBytes))
            socket.TrySet(ControlMessages.SocketLevel, ReceiveBuffer, ReceiveBytes);
        return socket;
    }

    /// <summary>Takes what is there; 0 when that is nothing.</summary>
    /// <exception cref="SourceException">The interface is gone or down.</exception>
    public int Receive(DatagramBatch batch) => batch.Receive(socket) is >= 0 and var count ? count : throw Failure(name, Errno.Last);

    /// <summary>Sends a frame, <see cref="CanWireFrame"/>; false when the interface's queue is full.</summary>
    /// <exception cref="SourceException">The interface is gone or down.</exception>
    public bool TrySend(ReadOnlySpan<byte> frame)
    {
        if (LibC.Send(socket, frame, (nuint)frame.Length, DoNotWait) >= 0)
            return true;
        return Errno.Last is var error and not (Errno.TryAgain or Errno.Interrupted or Errno.NoBufferSpace) ? throw Failure(name, error) : false;
    }

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();

    /// <summary>What to do when a call fails.</summary>
    internal static SourceException Failure(string name, int error) => new($"CAN interface {name}: " + error switch
    {
        Errno.NoAddressFamily => "this kernel has no SocketCAN: modprobe can-raw",
        Errno.NoSuchDevice or Errno.NoSuchDeviceOrAddress => $"it is not there: see ip link; is the adapter plugged in, and its driver loaded?",
        Errno.NetworkDown => $"it is down: ip link set {name} up type can bitrate 500000 (the bus's own bit rate)",
        _ => Errno.Words(error),
    });

    private void Bind(IReadOnlyList<CanFilter>? filters)
    {
        Set(CanRawErrorFilter, AllErrors);
        Set(CanRawFdFrames, 1);
        if (filters is not null)
        {
            var bytes = CanFilter.Bytes(filters);
            Check(LibC.SetSocketOption(socket, CanRawLevel, CanRawFilter, bytes, (uint)bytes.Length));
        }
        var index = LibC.InterfaceIndex(name);
        if (index == 0)
            throw Failure(name, Errno.Last);
        // struct sockaddr_can: family, two bytes of padding, the interface's number, and addresses that a raw socket has no use for.
        Span<byte> address = stackalloc byte[24];
        address.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(address, Family);
        BinaryPrimitives.WriteUInt32LittleEndian(address[4..], index);
        Check(LibC.Bind(socket, address, (uint)address.Length));
    }

    private void Set(int option, int value)
    {
        if (!TrySet(CanRawLevel, option, value))
            throw Failure(name, Errno.Last);
    }

    private void Check(int result)
    {
        if (result < 0)
            throw Failure(name, Errno.Last);
    }

    private bool TrySet(int level, int option, int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return LibC.SetSocketOption(socket, level, option, bytes, sizeof(int)) == 0;
    }
}
