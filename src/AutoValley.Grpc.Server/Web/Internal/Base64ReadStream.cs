using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;
using Grpc.Core;

namespace Grpc.AspNetCore.Web.Internal;

/// <summary>The bytes of a body that is base64. Padding may come anywhere: a sender pads each piece that it has.</summary>
internal sealed class Base64ReadStream : Stream
{
    private const int QuantumCharacters = 4;
    private const int QuantumBytes = 3;
    private const int BufferBytes = 16 * 1024;

    private readonly PipeReader _input;

    private Base64ReadStream(PipeReader input) => _input = input;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>A reader of the bytes; reads fail with INTERNAL where the body is no base64.</summary>
    public static PipeReader Decode(PipeReader input) => PipeReader.Create(
        new Base64ReadStream(input), new StreamPipeReaderOptions(bufferSize: BufferBytes, minimumReadSize: BufferBytes / 4));

    /// <param name="buffer">Has room for a quantum of three bytes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RpcException">INTERNAL: no base64, or cut off.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var result = await _input.ReadAsync(cancellationToken).ConfigureAwait(false);
            var text = result.Buffer;
            var written = 0;
            try
            {
                written = Decode(ref text, buffer.Span);
                if (written > 0)
                    return written;
                if (result.IsCompleted)
                    return text.IsEmpty ? 0 : throw Invalid("is cut off");
            }
            finally
            {
                // What is left is less than a quantum, or more than there is room for.
                _input.AdvanceTo(text.Start, written > 0 ? text.Start : text.End);
            }
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    // Takes as many quanta off the front as there are and fit.
    private static int Decode(ref ReadOnlySequence<byte> text, Span<byte> output)
    {
        var total = 0;
        Span<byte> torn = stackalloc byte[QuantumCharacters];
        while (text.Length >= QuantumCharacters && output.Length - total >= QuantumBytes)
        {
            scoped var piece = text.FirstSpan;
            if (piece.Length < QuantumCharacters)
            {
                text.Slice(0, QuantumCharacters).CopyTo(torn);
                piece = torn;
            }
            piece = piece[..(Math.Min(piece.Length / QuantumCharacters, (output.Length - total) / QuantumBytes) * QuantumCharacters)];
            piece = ToPadding(piece);
            if (Base64.DecodeFromUtf8(piece, output[total..], out var consumed, out var written) != OperationStatus.Done || consumed != piece.Length)
                throw Invalid("has other characters or padding than it may");
            total += written;
            text = text.Slice(piece.Length);
        }
        return total;
    }

    // The end of the first quantum with padding is the end of a piece.
    private static ReadOnlySpan<byte> ToPadding(ReadOnlySpan<byte> text) =>
        text.IndexOf((byte)'=') is >= 0 and var at ? text[..((at / QuantumCharacters + 1) * QuantumCharacters)] : text;

    private static RpcException Invalid(string how) => new(new Status(StatusCode.Internal, $"the request is to be base64, and {how}"));
}
