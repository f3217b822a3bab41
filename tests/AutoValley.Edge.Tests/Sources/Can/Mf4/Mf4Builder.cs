using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using AutoValley.Edge.Sources.Can.Mf4;

namespace AutoValley.Edge.Tests.Sources.Can.Mf4;

/// <summary>Writes MDF 4 files block by block, after ASAM MDF 4.1; blocks are named by their offsets, so that any link can be set wrong.</summary>
internal sealed class Mf4Builder
{
    /// <summary>Offset of the block HD.</summary>
    public const long Head = 64;

    /// <summary>Bytes of a record of <see cref="FrameGroup"/>: time, bus, id, IDE, length, and 8 of data (or where they are).</summary>
    public const int RecordBytes = 23;

    /// <summary>2021-01-02 03:04:05 UTC.</summary>
    public const long Start = 1_609_556_645_000_000_000;

    private readonly MemoryStream file = new();

    /// <param name="unfinished">Flags of what the writer did not finish; null for a finished file.</param>
    /// <param name="timeFlags">1: the start is local time; 2: the offsets from UTC are known.</param>
    public Mf4Builder(ushort? unfinished = null, byte timeFlags = 0)
    {
        var identification = new byte[Head];
        Encoding.ASCII.GetBytes(unfinished is null ? "MDF     4.10    test    " : "UnFinMF 4.10    test    ").CopyTo(identification, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(identification.AsSpan(60), unfinished ?? 0);
        file.Write(identification);
        var data = new byte[32];
        BinaryPrimitives.WriteInt64LittleEndian(data, Start);
        BinaryPrimitives.WriteInt16LittleEndian(data.AsSpan(8), 60);
        data[12] = timeFlags;
        Block("HD", new long[6], data);
    }

    public static byte[] Record(long nanos, int id, ReadOnlySpan<byte> data, byte bus = 1, int length = -1)
    {
        var record = new byte[RecordBytes];
        BinaryPrimitives.WriteInt64LittleEndian(record, nanos);
        record[8] = bus;
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(9), id);
        record[13] = (byte)(id > 0x7FF ? 1 : 0);
        record[14] = (byte)(length < 0 ? data.Length : length);
        data.CopyTo(record.AsSpan(15));
        return record;
    }

    public byte[] ToArray() => file.ToArray();

    public Mf4Reader Open() => Mf4Reader.Over("log", new MemoryStream(ToArray()));

    public long Block(string id, long[] links, ReadOnlySpan<byte> data)
    {
        var offset = (file.Length + 7) / 8 * 8;
        file.SetLength(offset);
        file.Position = offset;
        Span<byte> word = stackalloc byte[8];
        file.Write(Encoding.ASCII.GetBytes("##" + id + "\0\0\0\0"));
        foreach (var number in (long[])[24 + (links.Length * 8) + data.Length, links.Length, .. links])
        {
            BinaryPrimitives.WriteInt64LittleEndian(word, number);
            file.Write(word);
        }
        file.Write(data);
        return offset;
    }

    /// <summary>Sets a link of a block that is written.</summary>
    public Mf4Builder Link(long block, int index, long target)
    {
        Span<byte> word = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(word, target);
        file.Position = block + 24 + (index * 8);
        file.Write(word);
        return this;
    }

    public long Data(ReadOnlySpan<byte> records) => Block("DT", [], records);

    /// <param name="records">What is deflated.</param>
    /// <param name="columns">Bytes of a record when they are written column by column; 0 when as they are.</param>
    /// <param name="original">The block it would be.</param>
    public long Deflated(ReadOnlySpan<byte> records, int columns = 0, string original = "DT")
    {
        var bytes = columns == 0 ? records.ToArray() : Transposed(records, columns);
        var output = new MemoryStream();
        using (var zlib = new ZLibStream(output, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(bytes);
        var data = new byte[24 + output.Length];
        Encoding.ASCII.GetBytes(original).CopyTo(data, 0);
        data[2] = (byte)(columns == 0 ? 0 : 1);
        BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(4), columns);
        BinaryPrimitives.WriteInt64LittleEndian(data.AsSpan(8), bytes.Length);
        BinaryPrimitives.WriteInt64LittleEndian(data.AsSpan(16), output.Length);
        output.ToArray().CopyTo(data, 24);
        return Block("DZ", [], data);
    }

    /// <summary>A list of blocks of data; its first link is the next list.</summary>
    public long List(params long[] data) => Block("DL", [0, .. data], new byte[24]);

    public long HeadOfList(long list) => Block("HL", [list], new byte[8]);

    /// <summary>A data group that is the file's first, before those added earlier; gives its offset.</summary>
    public long DataGroup(long group, long data, byte idBytes = 0)
    {
        var next = BinaryPrimitives.ReadInt64LittleEndian(file.ToArray().AsSpan((int)Head + 24));
        var offset = Block("DG", [next, group, data, 0], [idBytes, 0, 0, 0, 0, 0, 0, 0]);
        Link(Head, 0, offset);
        return offset;
    }

    /// <summary>A group of records; flags 1 for one of bytes that others point to.</summary>
    public long Group(long firstChannel, int recordBytes, ulong id = 0, ushort flags = 0, long next = 0)
    {
        var data = new byte[32];
        BinaryPrimitives.WriteUInt64LittleEndian(data, id);
        BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(16), flags);
        BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(24), recordBytes);
        return Block("CG", [next, firstChannel, 0, 0, 0, 0], data);
    }

    public long Channel(string name, byte kind, byte dataType, int byteOffset, int bits, long next = 0, long parts = 0, long bytes = 0, long conversion = 0)
    {
        var text = Block("TX", [], Encoding.UTF8.GetBytes(name + "\0"));
        var data = new byte[72];
        (data[0], data[2]) = (kind, dataType);
        BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(4), byteOffset);
        BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(8), bits);
        return Block("CN", [next, parts, text, 0, conversion, bytes, 0, 0], data);
    }

    /// <summary>A group of CAN frames whose records <see cref="Record"/> makes: time in nanoseconds, and the rest as parts of the frame.</summary>
    /// <param name="bytes">Where their bytes are; 0 when in the records.</param>
    /// <param name="length">Name of the channel that says how long they are.</param>
    /// <param name="frame">Name of the frame's channel.</param>
    /// <param name="id">Of the records, where kinds are mixed.</param>
    /// <param name="next">Further kind of records.</param>
    public long FrameGroup(long bytes = 0, string length = "DataLength", string frame = "CAN_DataFrame", ulong id = 0, long next = 0)
    {
        var part = Channel($"{frame}.DataBytes", (byte)(bytes == 0 ? 0 : 1), 10, 15, 64, bytes: bytes);
        part = Channel($"{frame}.{length}", 0, 0, 14, 8, part);
        part = Channel($"{frame}.IDE", 0, 0, 13, 1, part);
        part = Channel($"{frame}.ID", 0, 0, 9, 32, part);
        part = Channel($"{frame}.BusChannel", 0, 0, 8, 8, part);
        var whole = Channel(frame, 0, 10, 8, 15 * 8, parts: part);
        var conversion = new byte[40];
        conversion[0] = 1;
        BinaryPrimitives.WriteDoubleLittleEndian(conversion.AsSpan(32), 1e-9);
        var time = Channel("Timestamp", 2, 0, 0, 64, whole, conversion: Block("CC", new long[4], conversion));
        return Group(time, RecordBytes, id, next: next);
    }

    private static byte[] Transposed(ReadOnlySpan<byte> records, int columns)
    {
        var rows = records.Length / columns;
        var bytes = records.ToArray();
        for (var index = 0; index < rows * columns; index++)
            bytes[(index % columns * rows) + (index / columns)] = records[index];
        return bytes;
    }
}
