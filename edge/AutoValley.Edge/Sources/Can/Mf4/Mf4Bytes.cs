using System.Buffers.Binary;
using System.IO.Compression;

namespace AutoValley.Edge.Sources.Can.Mf4;

/// <summary>
/// The bytes that a data link stands for, as if they lay in one piece: a block DT, SD or DZ (deflated), or lists of them (DL, HL). One piece at a time
/// is in memory.
/// </summary>
internal sealed class Mf4Bytes
{
    private const int PieceBytes = 256 << 10;

    // What one block inflates to at most; writers keep to 4 MiB.
    private const long MaximumInflatedBytes = 256 << 20;

    private readonly Mf4File file;
    private readonly List<Segment> segments = [];
    private byte[] piece = [];
    private long pieceStart;
    private int pieceLength;

    public Mf4Bytes(Mf4File file, long link)
    {
        this.file = file;
        if (link != 0)
            Add(link);
    }

    /// <summary>How many there are.</summary>
    public long Length { get; private set; }

    /// <summary>Copies bytes from anywhere; false when there are not so many.</summary>
    public bool TryRead(long offset, Span<byte> bytes)
    {
        if (offset < 0 || offset > Length - bytes.Length)
            return false;
        while (!bytes.IsEmpty)
        {
            if (offset < pieceStart || offset >= pieceStart + pieceLength)
                Load(offset);
            var part = piece.AsSpan((int)(offset - pieceStart), (int)Math.Min(bytes.Length, pieceStart + pieceLength - offset));
            part.CopyTo(bytes);
            bytes = bytes[part.Length..];
            offset += part.Length;
        }
        return true;
    }

    private void Add(long link)
    {
        var block = file.Block(link, "DT", "SD", "RD", "DZ", "DL", "HL");
        switch (block.Id)
        {
            case "HL":
                AddLists(Mf4File.Link(block, 0));
                break;
            case "DL":
                AddLists(link);
                break;
            default:
                AddData(block);
                break;
        }
    }

    private void AddLists(long first)
    {
        foreach (var list in file.List(first, "DL"))
        {
            foreach (var data in list.Links.Skip(1).Where(data => data != 0))
                AddData(file.Block(data, "DT", "SD", "RD", "DZ"));
        }
    }

    private void AddData(Mf4Block block)
    {
        if (segments.Count == Mf4File.MaximumListed)
            throw file.Error(block.Offset, $"more than {Mf4File.MaximumListed} blocks of data");
        var isOpen = file.LastDataIsOpen && block.DataLength == 0;
        var length = isOpen ? file.Length - block.DataOffset : block.DataLength;
        var packed = block.Id == "DZ" ? Packing(block) : null;
        segments.Add(new Segment(Length, packed?.Length ?? length, block.DataOffset, packed));
        Length += packed?.Length ?? length;
    }

    // | 0 .. 1 id of the block it was | 2 zip type | 3 | 4 .. 7 parameter | 8 .. 15 length inflated | 16 .. 23 length | data |
    private Packed Packing(Mf4Block block)
    {
        var head = file.Data(block, 24);
        var packed = new Packed(
            head[2] == 1, BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4)), BinaryPrimitives.ReadInt64LittleEndian(head.AsSpan(8)),
            BinaryPrimitives.ReadInt64LittleEndian(head.AsSpan(16)));
        if (head[2] > 1 || packed.Length is < 0 or > MaximumInflatedBytes || packed.Bytes < 0 || packed.Bytes > block.DataLength - 24)
            throw file.Error(block.Offset, $"a deflated block of type {head[2]}, with {packed.Bytes} bytes for {packed.Length}");
        return packed;
    }

    private void Load(long offset)
    {
        var segment = segments[FindSegment(offset)];
        if (segment.Packed is { } packed)
        {
            piece = Inflate(segment, packed);
            (pieceStart, pieceLength) = (segment.Start, piece.Length);
            return;
        }
        if (piece.Length < PieceBytes)
            piece = new byte[PieceBytes];
        pieceStart = offset;
        pieceLength = (int)Math.Min(PieceBytes, segment.Start + segment.Length - offset);
        file.Read(segment.Offset + (offset - segment.Start), piece.AsSpan(0, pieceLength));
    }

    // The last one that begins no later; empty ones before it begin at the same place.
    private int FindSegment(long offset)
    {
        var (low, high) = (0, segments.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = segments[middle].Start <= offset ? (middle, high) : (low, middle - 1);
        }
        return low;
    }

    private byte[] Inflate(Segment segment, Packed packed)
    {
        var bytes = new byte[packed.Bytes];
        file.Read(segment.Offset + 24, bytes);
        var inflated = new byte[packed.Length];
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(bytes), CompressionMode.Decompress);
            zlib.ReadExactly(inflated);
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException)
        {
            throw file.Error(segment.Offset, $"a block does not inflate: {broken.Message}", broken);
        }
        return packed.IsTransposed && packed.Columns > 0 ? Transposed(inflated, (int)packed.Columns) : inflated;
    }

    // Records were written column by column; what is no whole record lies behind as it is.
    private static byte[] Transposed(byte[] columns, int width)
    {
        var rows = columns.Length / width;
        var bytes = new byte[columns.Length];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < width; column++)
                bytes[(row * width) + column] = columns[(column * rows) + row];
        }
        columns.AsSpan(rows * width).CopyTo(bytes.AsSpan(rows * width));
        return bytes;
    }

    private sealed record Segment(long Start, long Length, long Offset, Packed? Packed);

    private sealed record Packed(bool IsTransposed, uint Columns, long Length, long Bytes);
}
