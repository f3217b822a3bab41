using System.Buffers.Binary;

namespace AutoValley.Edge.Collecting;

/// <summary>Records of bytes, first in first out, in an array that is made once: each is preceded by its length. Not safe for concurrent use.</summary>
internal sealed class ByteRing(int capacity)
{
    private readonly byte[] ring = new byte[capacity];

    /// <summary>Where the oldest record is; positions only grow.</summary>
    public long First { get; private set; }

    /// <summary>Where the next record will be.</summary>
    public long Next { get; private set; }

    /// <summary>Bytes held.</summary>
    public int Bytes => (int)(Next - First);

    /// <summary>Whether it holds none.</summary>
    public bool IsEmpty => First == Next;

    /// <summary>Whether a record of so many bytes can be added; false too for one that is larger than all of it.</summary>
    public bool HasRoom(int bytes) => sizeof(int) + (long)bytes <= capacity - Bytes;

    /// <summary>Adds a record; there has to be room.</summary>
    public void Add(ReadOnlySpan<byte> record)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, record.Length);
        Put(Next, length);
        Put(Next + sizeof(int), record);
        Next += sizeof(int) + record.Length;
    }

    /// <summary>The length of the record at a position.</summary>
    public int LengthAt(long position)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        Get(position, length);
        return BinaryPrimitives.ReadInt32LittleEndian(length);
    }

    /// <summary>Copies the first bytes of the record at a position.</summary>
    public void Read(long position, Span<byte> bytes) => Get(position + sizeof(int), bytes);

    /// <summary>Puts other bytes in the place of those of the record at a position.</summary>
    public void Overwrite(long position, ReadOnlySpan<byte> record) => Put(position + sizeof(int), record);

    /// <summary>The position behind the record at a position.</summary>
    public long After(long position) => position + sizeof(int) + LengthAt(position);

    /// <summary>Lets the oldest record go.</summary>
    public void Drop() => First = After(First);

    private void Put(long position, ReadOnlySpan<byte> bytes)
    {
        var at = (int)(position % capacity);
        var head = Math.Min(bytes.Length, capacity - at);
        bytes[..head].CopyTo(ring.AsSpan(at));
        bytes[head..].CopyTo(ring);
    }

    private void Get(long position, Span<byte> bytes)
    {
        var at = (int)(position % capacity);
        var head = Math.Min(bytes.Length, capacity - at);
        ring.AsSpan(at, head).CopyTo(bytes);
        ring.AsSpan(0, bytes.Length - head).CopyTo(bytes[head..]);
    }
}
