using System.Buffers.Binary;

namespace AutoValley.Edge.Sources.Dbc;

/// <summary>
/// The bits of one signal, as one 64-bit load, two shifts and, where the bits cross into a ninth byte, one more byte. The data must be
/// followed by <see cref="Padding"/> readable bytes, so that no load needs a check of its own.
/// </summary>
internal readonly struct BitField
{
    /// <summary>Bytes that must be readable after a CAN frame's last data byte; what they hold does not matter.</summary>
    public const int Padding = 8;

    private readonly int firstByte;
    private readonly byte shift;
    private readonly byte unused;
    private readonly bool isBigEndian;
    private readonly bool isSigned;
    private readonly bool crosses;

    public BitField(DbcSignal signal)
    {
        firstByte = signal.FirstBit / 8;
        shift = (byte)(signal.FirstBit % 8);
        unused = (byte)(64 - signal.Length);
        isBigEndian = signal.IsBigEndian;
        isSigned = signal.IsSigned;
        crosses = shift + signal.Length > 64;
    }

    /// <summary>The raw value; a negative one has all higher bits set.</summary>
    /// <param name="data">Reaches <see cref="Padding"/> bytes past the signal's last.</param>
    public ulong Read(ReadOnlySpan<byte> data)
    {
        var bytes = data[firstByte..];
        ulong top;
        if (isBigEndian)
        {
            top = BinaryPrimitives.ReadUInt64BigEndian(bytes) << shift;
            if (crosses)
                top |= (ulong)bytes[8] >> (8 - shift);
        }
        else
        {
            top = BinaryPrimitives.ReadUInt64LittleEndian(bytes) >> shift;
            if (crosses)
                top |= (ulong)bytes[8] << (64 - shift);
            top <<= unused;
        }
        return isSigned ? (ulong)((long)top >> unused) : top >> unused;
    }
}
