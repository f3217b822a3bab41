using System.IO.Compression;

namespace AutoValley.Server.Influx.Writing;

/// <summary>
/// Unpacks gzip and finds out whether it is cut, which <see cref="GZipStream"/> keeps to itself: a known text is packed behind it (RFC 1952 allows several members), and comes out
/// at the end only of what is whole.
/// </summary>
internal sealed class MarkedGzip(Stream packed) : Stream
{
    private static readonly byte[] PackedMark = Pack(Mark);

    private int given;

    /// <summary>The text, a comment of line protocol.</summary>
    public static ReadOnlySpan<byte> Mark => "\n#b1946ac92492d2347c6235b4d2611184"u8;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>The unpacked bytes, and the mark.</summary>
    public static GZipStream Open(Stream packed) => new(new MarkedGzip(packed), CompressionMode.Decompress);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (given == 0 && await packed.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            return read;
        var rest = PackedMark.AsMemory(given, Math.Min(PackedMark.Length - given, buffer.Length));
        rest.CopyTo(buffer);
        given += rest.Length;
        return rest.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static byte[] Pack(ReadOnlySpan<byte> text)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionMode.Compress))
            gzip.Write(text);
        return output.ToArray();
    }
}
