using System.Buffers;

namespace AutoValley.Mqtt.Packets;

/// <summary>One whole packet as it lies in the receive buffer: valid until the buffer advances.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Flags">Lower four bits of the first byte; checked against the type.</param>
/// <param name="Body">Variable header and payload.</param>
internal readonly record struct PacketFrame(PacketType Type, byte Flags, ReadOnlySequence<byte> Body)
{
    /// <summary>The body in one piece; copied only when it lies in several segments.</summary>
    public ReadOnlySpan<byte> Span => Body.IsSingleSegment ? Body.FirstSpan : Body.ToArray();

    /// <summary>A reader at the body's start.</summary>
    public PacketReader Read() => new(Span, Type);

    /// <summary>The same, where a body in several segments may fit into a few bytes of the caller's.</summary>
    public PacketReader Read(Span<byte> scratch)
    {
        if (Body.IsSingleSegment || Body.Length > scratch.Length)
            return Read();
        Body.CopyTo(scratch);
        return new PacketReader(scratch[..(int)Body.Length], Type);
    }
}
