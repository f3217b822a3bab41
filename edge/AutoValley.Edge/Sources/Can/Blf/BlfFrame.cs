using System.Buffers.Binary;
using AutoValley.Edge.Sources.Dbc;

namespace AutoValley.Edge.Sources.Can.Blf;

/// <summary>
/// Reads a CAN frame out of its object. Behind the base header (16 bytes) every object has flags (4 bytes, lowest bits: unit of its time) and its time
/// (8 bytes, from 8 bytes further on), then its content, from the offset that the base header gives:
/// <code>
/// CAN message:  | 0 .. 1 channel | 2 flags | 3 length code | 4 .. 7 id, bit 31: extended | 8 .. 15 data |
/// CAN FD:       | 0 .. 1 channel | 2 flags | 3 length code | 4 .. 7 id | 8 .. 13 | 14 bytes of data | 15 .. 19 | 20 .. 83 data |
/// CAN FD 64:    | 0 channel | 1 length code | 2 bytes of data | 3 | 4 .. 7 id | 8 .. 11 | 12 .. 15 flags | 16 .. 39 | 40 .. data |
/// error:        | 0 .. 1 channel (FD 64: 0) | ... |
/// </code>
/// </summary>
internal static class BlfFrame
{
    private const int FlagsOffset = 16;
    private const int TimeOffset = 24;
    private const uint TenMicroseconds = 1;
    private const uint Nanoseconds = 2;
    private const uint ExtendedBit = 0x8000_0000;
    private const byte ClassicRemote = 0x80;
    private const uint Fd64Remote = 0x10;

    /// <summary>Fills the frame; null when it did, empty when the object is none, else what is wrong with it.</summary>
    public static string? TryParse(ReadOnlySpan<byte> bytes, BlfObjectType type, long start, CanFrame frame)
    {
        if (type is not (BlfObjectType.CanMessage or BlfObjectType.CanMessage2 or BlfObjectType.CanFdMessage or BlfObjectType.CanFdMessage64
            or BlfObjectType.CanError or BlfObjectType.CanErrorExt or BlfObjectType.CanFdError64))
            return "";
        var content = BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..]);
        if (bytes.Length < TimeOffset + 8 || content < TimeOffset + 8 || bytes.Length < content + 8)
            return "is too short";
        var unit = BinaryPrimitives.ReadUInt32LittleEndian(bytes[FlagsOffset..]);
        var time = BinaryPrimitives.ReadUInt64LittleEndian(bytes[TimeOffset..]);
        var nanos = start + (Int128)time * (unit == Nanoseconds ? 1 : 10_000);
        if (unit is not (TenMicroseconds or Nanoseconds) || nanos > long.MaxValue)
            return $"has a time of unit {unit}, {time}";
        frame.Time = (long)nanos;
        return TryParse(bytes[content..], type, frame);
    }

    private static string? TryParse(ReadOnlySpan<byte> content, BlfObjectType type, CanFrame frame)
    {
        var channel = type is BlfObjectType.CanFdMessage64 or BlfObjectType.CanFdError64 ? content[0] : BinaryPrimitives.ReadUInt16LittleEndian(content);
        if (BusNumbers.NameOf(channel - 1L) is not { } bus)
            return $"is of channel {channel}";
        frame.Bus = bus;
        return type switch
        {
            BlfObjectType.CanMessage or BlfObjectType.CanMessage2 =>
                Fill(frame, content, Math.Min((int)content[3], 8), 8, (content[2] & ClassicRemote) != 0),
            BlfObjectType.CanFdMessage when content.Length >= 20 => Fill(frame, content, content[14], 20, (content[2] & ClassicRemote) != 0),
            BlfObjectType.CanFdMessage64 when content.Length >= 40 =>
                Fill(frame, content, content[2], 40, (BinaryPrimitives.ReadUInt32LittleEndian(content[12..]) & Fd64Remote) != 0),
            BlfObjectType.CanFdMessage or BlfObjectType.CanFdMessage64 => "is too short",
            _ => Error(frame),
        };
    }

    private static string? Fill(CanFrame frame, ReadOnlySpan<byte> content, int length, int data, bool isRemote)
    {
        var id = BinaryPrimitives.ReadUInt32LittleEndian(content[4..]);
        frame.IsExtended = (id & ExtendedBit) != 0;
        frame.Id = id & ~ExtendedBit;
        frame.Kind = isRemote ? CanFrameKind.Remote : CanFrameKind.Data;
        if (frame.Id > (frame.IsExtended ? DbcMessage.MaximumExtendedId : DbcMessage.MaximumStandardId))
            return $"has an id of more than {(frame.IsExtended ? 29 : 11)} bits";
        if (isRemote)
            length = 0;
        if (length > CanFrame.MaximumDataBytes || content.Length < data + length)
            return $"has {length} bytes of data, or says so";
        frame.SetData(content.Slice(data, length));
        return null;
    }

    private static string? Error(CanFrame frame)
    {
        (frame.Id, frame.IsExtended, frame.Kind) = (0, false, CanFrameKind.Error);
        frame.SetData([]);
        return null;
    }
}
