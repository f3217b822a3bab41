using System.Buffers.Binary;
using System.Text;

namespace AutoValley.Edge.Sources.Can.Mf4;

/// <summary>The blocks of an MDF 4 file (ASAM MDF 4.1), read where they lie.</summary>
internal sealed class Mf4File : IDisposable
{
    /// <summary>Of the identification block.</summary>
    public const int HeadBytes = 64;

    /// <summary>Blocks of one list at most.</summary>
    public const int MaximumListed = 1_000_000;

    private const int BlockHeadBytes = 24;
    private const int MaximumLinks = 1 << 20;
    private const int MaximumTextBytes = 64 << 10;
    private const int UnfinishedFlagsOffset = 60;
    private const ushort LastDataLengthFlag = 0x0004;

    private readonly Stream stream;

    public Mf4File(string name, Stream stream)
    {
        (Name, this.stream, Length) = (name, stream, stream.Length);
        Span<byte> head = stackalloc byte[HeadBytes];
        Read(0, head);
        IsUnfinished = head.StartsWith("UnFinMF "u8);
        if (!IsUnfinished && !head.StartsWith("MDF     "u8))
            throw Error(0, "it is no MDF file");
        if (head[8] != '4')
            throw Error(8, $"its version is {Encoding.ASCII.GetString(head[8..16]).Trim()}; 4.00 to 4.20 are known");
        LastDataIsOpen = IsUnfinished && (BinaryPrimitives.ReadUInt16LittleEndian(head[UnfinishedFlagsOffset..]) & LastDataLengthFlag) != 0;
    }

    public string Name { get; }

    public long Length { get; }

    /// <summary>Whether its writer was stopped before it had closed the file.</summary>
    public bool IsUnfinished { get; }

    /// <summary>Whether the data block that the file ends in has not its length yet.</summary>
    public bool LastDataIsOpen { get; }

    /// <summary>A block, which has to be of this kind.</summary>
    /// <exception cref="SourceException">It is another one, or lies outside of the file.</exception>
    public Mf4Block Block(long offset, params ReadOnlySpan<string> expected)
    {
        Span<byte> head = stackalloc byte[BlockHeadBytes];
        Read(offset, head);
        var id = Encoding.ASCII.GetString(head[2..4]);
        if (!head.StartsWith("##"u8) || !expected.Contains(id))
            throw Error(offset, $"there is '{Encoding.Latin1.GetString(head[..4])}' where {string.Join(" or ", expected!)} has to be");
        var length = BinaryPrimitives.ReadInt64LittleEndian(head[8..]);
        var count = BinaryPrimitives.ReadInt64LittleEndian(head[16..]);
        if (count is < 0 or > MaximumLinks || length < BlockHeadBytes + (count * 8) || length > Length - offset)
            throw Error(offset, $"block {id} says that it has {length} bytes and {count} links");
        var bytes = new byte[count * 8];
        Read(offset + BlockHeadBytes, bytes);
        var links = new long[count];
        for (var index = 0; index < links.Length; index++)
            links[index] = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(index * 8));
        return new Mf4Block(id, offset, links, offset + BlockHeadBytes + bytes.Length, length - BlockHeadBytes - bytes.Length);
    }

    /// <summary>The blocks of a list, each of which names the next one.</summary>
    /// <exception cref="SourceException">One is another one, or they are in a circle.</exception>
    public IEnumerable<Mf4Block> List(long first, string id)
    {
        var seen = new HashSet<long>();
        for (var offset = first; offset != 0;)
        {
            if (!seen.Add(offset))
                throw Error(offset, $"the list of blocks {id} comes back to here");
            if (seen.Count > MaximumListed)
                throw Error(offset, $"more than {MaximumListed} blocks {id} in a list");
            var block = Block(offset, id);
            yield return block;
            offset = Link(block, 0);
        }
    }

    /// <summary>A link of a block; 0 when it has fewer.</summary>
    public static long Link(Mf4Block block, int index) => index < block.Links.Count ? block.Links[index] : 0;

    /// <summary>The first bytes of a block's data.</summary>
    /// <exception cref="SourceException">It has fewer.</exception>
    public byte[] Data(Mf4Block block, int count)
    {
        if (block.DataLength < count)
            throw Error(block.Offset, $"block {block.Id} has {block.DataLength} bytes of data, not {count}");
        var data = new byte[count];
        Read(block.DataOffset, data);
        return data;
    }

    /// <summary>The text of a block TX; empty without one.</summary>
    public string Text(long offset)
    {
        if (offset == 0)
            return "";
        var block = Block(offset, "TX", "MD");
        var text = Data(block, (int)Math.Min(block.DataLength, MaximumTextBytes));
        var end = Array.IndexOf(text, (byte)0);
        return Encoding.UTF8.GetString(text, 0, end < 0 ? text.Length : end);
    }

    /// <summary>Reads bytes from anywhere.</summary>
    /// <exception cref="SourceException">The file is shorter.</exception>
    public void Read(long offset, Span<byte> bytes)
    {
        if (offset < 0 || offset > Length - bytes.Length)
            throw Error(offset, "the file ends before");
        try
        {
            stream.Position = offset;
            stream.ReadExactly(bytes);
        }
        catch (IOException exception)
        {
            throw Error(offset, exception.Message, exception);
        }
    }

    public SourceException Error(long offset, string reason, Exception? inner = null) => new($"{Name}, byte {offset}: {reason}", inner);

    public void Dispose() => stream.Dispose();
}
