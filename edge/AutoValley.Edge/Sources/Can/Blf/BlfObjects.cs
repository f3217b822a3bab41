using System.Buffers.Binary;
using System.IO.Compression;

namespace AutoValley.Edge.Sources.Can.Blf;

/// <summary>
/// The objects of a BLF file one after the other, those inside of compressed containers as if there were none; an object may begin in one container and end
/// in the next. All numbers are little-endian:
/// <code>
/// object:    | 0 .. 3 "LOBJ" | 4 .. 5 header size | 6 .. 7 header version | 8 .. 11 object size | 12 .. 15 type | ... |   then up to 3 bytes of padding
/// container: | 16 .. 17 compression, 0 or 2 (zlib) | 18 .. 23 | 24 .. 27 size inflated | 28 .. 31 | data |
/// </code>
/// </summary>
internal sealed class BlfObjects(string file, Stream stream, long start) : IDisposable
{
    private const int BaseHeaderBytes = 16;
    private const int ContainerHeaderBytes = 32;
    private const int MaximumPadding = 8;
    private const uint Zlib = 2;

    /// <summary>Of one object, and of one container inflated.</summary>
    private const int MaximumBytes = 64 << 20;

    private byte[] inner = [];
    private int innerStart;
    private int innerEnd;
    private long position = start;

    /// <summary>The object read last, from its signature on.</summary>
    public ReadOnlyMemory<byte> Object { get; private set; }

    public BlfObjectType Type => (BlfObjectType)BinaryPrimitives.ReadUInt32LittleEndian(Object.Span[12..]);

    /// <summary>Whether the file ends inside of an object: it was not closed.</summary>
    public bool IsCutOff { get; private set; }

    /// <summary>The next object; false at the end.</summary>
    /// <exception cref="SourceException">There is something else.</exception>
    public bool Read()
    {
        while (true)
        {
            if (TryTakeInner())
                return true;
            if (!TryReadOuter(out var outer))
                return false;
            if ((BlfObjectType)BinaryPrimitives.ReadUInt32LittleEndian(outer.AsSpan(12)) != BlfObjectType.LogContainer)
            {
                Object = outer;
                return true;
            }
            Inflate(outer);
        }
    }

    public void Dispose() => stream.Dispose();

    private bool TryTakeInner()
    {
        var rest = inner.AsSpan(innerStart, innerEnd - innerStart);
        var signature = rest[..Math.Min(rest.Length, MaximumPadding + 4)].IndexOf("LOBJ"u8);
        if (signature < 0)
            return rest.Length < MaximumPadding + 4 ? false : throw Error("there is no object where one has to begin");
        rest = rest[signature..];
        if (rest.Length < BaseHeaderBytes)
            return false;
        var size = SizeOf(rest);
        if (rest.Length < size)
            return false;
        Object = inner.AsMemory(innerStart + signature, size);
        innerStart += signature + size;
        return true;
    }

    // Padding between objects of the file itself is as between those of a container.
    private bool TryReadOuter(out byte[] outer)
    {
        outer = [];
        var head = new byte[BaseHeaderBytes];
        var skipped = 0;
        while (true)
        {
            stream.Position = position + skipped;
            var count = stream.ReadAtLeast(head, BaseHeaderBytes, throwOnEndOfStream: false);
            if (count < BaseHeaderBytes)
            {
                IsCutOff |= count > MaximumPadding || innerEnd > innerStart + MaximumPadding;
                return false;
            }
            if (head.AsSpan().StartsWith("LOBJ"u8))
                break;
            if (++skipped > MaximumPadding)
                throw Error("there is no object where one has to begin");
        }
        position += skipped;
        outer = new byte[SizeOf(head)];
        stream.Position = position;
        if (stream.ReadAtLeast(outer, outer.Length, throwOnEndOfStream: false) < outer.Length)
        {
            IsCutOff = true;
            return false;
        }
        position += outer.Length;
        return true;
    }

    private void Inflate(byte[] container)
    {
        if (container.Length < ContainerHeaderBytes)
            throw Error("a container is shorter than its head");
        var compression = BinaryPrimitives.ReadUInt16LittleEndian(container.AsSpan(16));
        var size = BinaryPrimitives.ReadUInt32LittleEndian(container.AsSpan(24));
        if (compression is not (0 or (ushort)Zlib) || size > MaximumBytes)
            throw Error($"a container has compression {compression} and {size} bytes; 0 and 2 are known, and {MaximumBytes} bytes are the most");
        var rest = innerEnd - innerStart;
        var joined = new byte[rest + (compression == 0 ? container.Length - ContainerHeaderBytes : (int)size)];
        inner.AsSpan(innerStart, rest).CopyTo(joined);
        var data = container.AsMemory(ContainerHeaderBytes);
        if (compression == 0)
            data.CopyTo(joined.AsMemory(rest));
        else
            InflateInto(data, joined.AsSpan(rest));
        (inner, innerStart, innerEnd) = (joined, 0, joined.Length);
    }

    private void InflateInto(ReadOnlyMemory<byte> data, Span<byte> output)
    {
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(data.ToArray()), CompressionMode.Decompress);
            zlib.ReadExactly(output);
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException)
        {
            throw Error($"a container does not inflate: {broken.Message}", broken);
        }
    }

    private int SizeOf(ReadOnlySpan<byte> head)
    {
        var size = BinaryPrimitives.ReadUInt32LittleEndian(head[8..]);
        return size is >= BaseHeaderBytes and <= MaximumBytes ? (int)size : throw Error($"an object says that it has {size} bytes");
    }

    private SourceException Error(string reason, Exception? inner = null) => new($"{file}, byte {position}: {reason}", inner);
}
