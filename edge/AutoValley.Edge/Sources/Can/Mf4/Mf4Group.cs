using System.Buffers.Binary;

namespace AutoValley.Edge.Sources.Can.Mf4;

/// <summary>A kind of record (block CG), as far as CAN logging goes.</summary>
/// <param name="Offset">Of the block.</param>
/// <param name="RecordId">What a record begins with where several kinds are mixed.</param>
/// <param name="RecordBytes">Bytes of a record behind its id.</param>
/// <param name="IsBytes">Its records are a length (4 bytes) and bytes that other records point to.</param>
/// <param name="Frame">How to read a CAN frame out of a record; null for other records.</param>
internal sealed record Mf4Group(long Offset, ulong RecordId, int RecordBytes, bool IsBytes, Mf4CanRecord? Frame)
{
    private const ushort BytesFlag = 1;
    private const int MaximumRecordBytes = 64 << 10;
    private const int MaximumFields = 10_000;

    // Channels within channels; bus logging has two levels.
    private const int MaximumDepth = 16;
    private const byte LinearConversion = 1;
    private const byte BytesKind = 1;

    /// <summary>Reads the block and its channels.</summary>
    /// <exception cref="SourceException">It is broken.</exception>
    public static Mf4Group Read(Mf4File file, Mf4Block block)
    {
        var data = file.Data(block, 32);
        var (id, flags) = (BinaryPrimitives.ReadUInt64LittleEndian(data), BinaryPrimitives.ReadUInt16LittleEndian(data.AsSpan(16)));
        if ((flags & BytesFlag) != 0)
            return new Mf4Group(block.Offset, id, 0, IsBytes: true, null);
        var bytes = (long)BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(24)) + BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(28));
        if (bytes > MaximumRecordBytes)
            throw file.Error(block.Offset, $"records of {bytes} bytes; {MaximumRecordBytes} are the most");
        var fields = new List<Mf4Field>();
        Collect(file, Mf4File.Link(block, 1), fields, 1);
        return new Mf4Group(block.Offset, id, (int)bytes, IsBytes: false, Mf4CanRecord.Of(file, block.Offset, fields, (int)bytes));
    }

    private static void Collect(Mf4File file, long first, List<Mf4Field> fields, int depth)
    {
        if (depth > MaximumDepth)
            throw file.Error(first, $"channels within channels, more than {MaximumDepth} deep");
        foreach (var channel in file.List(first, "CN"))
        {
            if (fields.Count == MaximumFields)
                throw file.Error(channel.Offset, $"more than {MaximumFields} channels in a group");
            var data = file.Data(channel, 16);
            var field = new Mf4Field(
                // What says where bytes are is a number itself, of whatever type they are.
                file.Text(Mf4File.Link(channel, 2)), data[0], data[0] == BytesKind ? (byte)0 : data[2], data[3], BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(4)),
                BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan(8)), Mf4File.Link(channel, 5));
            fields.Add(WithConversion(file, field, Mf4File.Link(channel, 4)));
            // A structure's parts; other compositions (arrays) are none of CAN logging's.
            if (Mf4File.Link(channel, 1) is not 0 and var parts && file.Block(parts, "CN", "CA") is { Id: "CN" })
                Collect(file, parts, fields, depth + 1);
        }
    }

    private static Mf4Field WithConversion(Mf4File file, Mf4Field field, long link)
    {
        if (link == 0)
            return field;
        var conversion = file.Block(link, "CC");
        var head = file.Data(conversion, 24);
        if (head[0] != LinearConversion)
            return field;
        var values = file.Data(conversion, 40).AsSpan(24);
        return field with { Term = BinaryPrimitives.ReadDoubleLittleEndian(values), Factor = BinaryPrimitives.ReadDoubleLittleEndian(values[8..]) };
    }
}
