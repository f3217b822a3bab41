using System.Buffers.Binary;
using System.Runtime.InteropServices;
using AutoValley.Telemetry;
using Microsoft.Win32.SafeHandles;

namespace AutoValley.Edge.Linux;

/// <summary>
/// Takes many datagrams of a socket by one call (recvmmsg(2)), with the times when the kernel got them and its count of those that it had no room for.
/// Its memory is pinned and used again: it allocates nothing. Not safe for concurrent use.
/// </summary>
internal sealed class DatagramBatch
{
    /// <summary>Datagrams a call.</summary>
    public const int Capacity = 64;

    private const int ControlBytes = 64;
    private const int DoNotWait = 0x40;

    private readonly int datagramBytes;
    private readonly byte[] data;
    private readonly byte[] control = GC.AllocateArray<byte>(Capacity * ControlBytes, pinned: true);
    private readonly Message[] messages = GC.AllocateArray<Message>(Capacity, pinned: true);
    private readonly Part[] parts = GC.AllocateArray<Part>(Capacity, pinned: true);
    private uint? overflow;

    /// <param name="datagramBytes">Most bytes of a datagram; of a longer one the rest is cut off.</param>
    public DatagramBatch(int datagramBytes)
    {
        this.datagramBytes = datagramBytes;
        data = GC.AllocateArray<byte>(Capacity * datagramBytes, pinned: true);
        for (var index = 0; index < Capacity; index++)
        {
            parts[index] = new Part { Base = AddressOf(data, index * datagramBytes), Length = (nuint)datagramBytes };
            messages[index].Head.Parts = AddressOf(parts, index);
            messages[index].Head.PartCount = 1;
            messages[index].Head.Control = AddressOf(control, index * ControlBytes);
        }
    }

    /// <summary>Datagrams that the socket had no room for, over all sockets read so far.</summary>
    public long Lost { get; private set; }

    /// <summary>Takes what is there; 0 when that is nothing.</summary>
    /// <returns>How many, or a failure's negative number.</returns>
    public int Receive(SafeFileHandle socket)
    {
        foreach (ref var message in messages.AsSpan())
            message.Head.ControlLength = ControlBytes;
        var count = LibC.ReceiveMessages(socket, messages, Capacity, DoNotWait, 0);
        if (count >= 0)
            return count;
        return Errno.Last is var error and not (Errno.TryAgain or Errno.Interrupted) ? -error : 0;
    }

    /// <summary>A datagram of the last call.</summary>
    public ReadOnlySpan<byte> Data(int index) => data.AsSpan(index * datagramBytes, (int)Math.Min(messages[index].Length, (uint)datagramBytes));

    /// <summary>When it came, Unix nanoseconds; null when the kernel did not tell. Notes what it tells of lost ones: to be asked once a datagram, in their order.</summary>
    public long? Time(int index)
    {
        var told = control.AsSpan(index * ControlBytes, (int)Math.Min(messages[index].Head.ControlLength, (nuint)ControlBytes));
        if (ControlMessages.Find(told, ControlMessages.Overflow) is { Length: >= sizeof(uint) } lost)
            NoteLost(BinaryPrimitives.ReadUInt32LittleEndian(lost));
        return ControlMessages.Find(told, ControlMessages.Time) is { Length: >= 2 * sizeof(long) } time
            ? (BinaryPrimitives.ReadInt64LittleEndian(time) * UnixTime.NanosPerSecond) + BinaryPrimitives.ReadInt64LittleEndian(time[sizeof(long)..])
            : null;
    }

    /// <summary>Another socket is read from now on, which counts its own losses from 0.</summary>
    public void Restart() => overflow = null;

    private static nint AddressOf<T>(T[] pinned, int index) => Marshal.UnsafeAddrOfPinnedArrayElement(pinned, index);

    private void NoteLost(uint count)
    {
        Lost += unchecked(count - (overflow ?? 0));
        overflow = count;
    }

    /// <summary>struct iovec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Part
    {
        public nint Base;
        public nuint Length;
    }

    /// <summary>struct msghdr; the compiler pads as C's does.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct MessageHead
    {
        public nint Name;
        public uint NameLength;
        public nint Parts;
        public nuint PartCount;
        public nint Control;
        public nuint ControlLength;
        public int Flags;
    }

    /// <summary>struct mmsghdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Message
    {
        public MessageHead Head;
        public uint Length;
    }
}
