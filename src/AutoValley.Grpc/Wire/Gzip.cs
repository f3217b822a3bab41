using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Pipelines;
using Grpc.Core;

namespace Grpc.Wire;

/// <summary>The message encoding <c>gzip</c> (RFC 1952).</summary>
internal static class Gzip
{
    private const int ChunkBytes = 16 * 1024;
    private const int LengthBytes = 4;

    // Header and trailer.
    private const int MinimumBytes = 18;

    /// <summary>The compressed payload in a pooled buffer.</summary>
    public static PooledBuffer Compress(ReadOnlySpan<byte> payload, CompressionLevel level)
    {
        var output = new PooledBuffer(Array.MaxLength, SizeLimit.Sent);
        using var stream = new GZipStream(new BufferStream(output), level);
        stream.Write(payload);
        return output;
    }

    /// <summary>Inflates into <paramref name="output"/>, whose limit stops a payload that grows out of all proportion.</summary>
    /// <exception cref="RpcException">INTERNAL: not gzip, or cut off; RESOURCE_EXHAUSTED: over the limit.</exception>
    public static void Decompress(ReadOnlySequence<byte> payload, PooledBuffer output)
    {
        // Nothing at all is what GZipStream, and so some peers, make of an empty message.
        if (payload.IsEmpty)
            return;
        try
        {
            using var stream = new GZipStream(PipeReader.Create(payload).AsStream(), CompressionMode.Decompress);
            while (stream.Read(output.GetSpan(ChunkBytes)) is > 0 and var count)
                output.Advance(count);
        }
        catch (InvalidDataException e)
        {
            throw Invalid(e);
        }
        // GZipStream takes a payload that is cut off for a shorter one; its last field, the length, tells.
        if (payload.Length < MinimumBytes || DeclaredLength(payload) != (uint)output.Length)
            throw Invalid(null);
    }

    private static uint DeclaredLength(ReadOnlySequence<byte> payload)
    {
        Span<byte> length = stackalloc byte[LengthBytes];
        payload.Slice(payload.Length - LengthBytes).CopyTo(length);
        return BinaryPrimitives.ReadUInt32LittleEndian(length);
    }

    private static RpcException Invalid(Exception? cause) =>
        new(new Status(StatusCode.Internal, "a compressed message is no valid gzip", cause));

    private sealed class BufferStream(PooledBuffer output) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => output.Length;

        public override long Position
        {
            get => output.Length;
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer) => output.Write(buffer);

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
