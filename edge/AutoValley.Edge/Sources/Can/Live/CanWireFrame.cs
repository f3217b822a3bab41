using System.Buffers.Binary;
using AutoValley.Edge.Sources.Dbc;

namespace AutoValley.Edge.Sources.Can.Live;

/// <summary>
/// A CAN frame as SocketCAN carries it, <c>struct can_frame</c> of 16 bytes or <c>struct canfd_frame</c> of 72 (linux/can.h), in the machine's byte order:
/// <code>
/// | 0 id and flags (4) | 4 length (1) | 5 flags of FD, length code of classic CAN (3) | 8 data (8 or 64) |
/// </code>
/// Bit 31 of the id says that it has 29 bits, bit 30 a remote request, bit 29 an error report.
/// </summary>
internal static class CanWireFrame
{
    /// <summary>CAN_MTU.</summary>
    public const int ClassicBytes = 16;

    /// <summary>CANFD_MTU.</summary>
    public const int FdBytes = 72;

    public const uint ExtendedFlag = 0x8000_0000;
    public const uint RemoteFlag = 0x4000_0000;
    public const uint ErrorFlag = 0x2000_0000;

    private const int HeadBytes = 8;

    /// <summary>Fills the frame but for its time and bus; false when the bytes are none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, CanFrame frame)
    {
        if (bytes.Length is not (ClassicBytes or FdBytes) || bytes[4] > bytes.Length - HeadBytes)
            return false;
        var id = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        frame.Kind = (id & ErrorFlag) != 0 ? CanFrameKind.Error : (id & RemoteFlag) != 0 ? CanFrameKind.Remote : CanFrameKind.Data;
        frame.IsExtended = (id & ExtendedFlag) != 0;
        // An error report's classes take all 29 bits, whatever bit 31 says.
        frame.Id = id & (frame.IsExtended || frame.Kind == CanFrameKind.Error ? DbcMessage.MaximumExtendedId : DbcMessage.MaximumStandardId);
        frame.SetData(frame.Kind == CanFrameKind.Remote ? [] : bytes.Slice(HeadBytes, bytes[4]));
        return true;
    }

    /// <summary>Writes a classic data frame.</summary>
    /// <param name="bytes"><see cref="ClassicBytes"/>.</param>
    /// <param name="id">Of 11 bits, or 29.</param>
    /// <param name="isExtended">Whether it has 29.</param>
    /// <param name="data">At most 8 bytes.</param>
    public static void Write(Span<byte> bytes, uint id, bool isExtended, ReadOnlySpan<byte> data)
    {
        bytes[..ClassicBytes].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, isExtended ? id | ExtendedFlag : id);
        bytes[4] = (byte)data.Length;
        data.CopyTo(bytes[HeadBytes..]);
    }
}
