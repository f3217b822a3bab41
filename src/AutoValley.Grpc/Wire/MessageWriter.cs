using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using Grpc.Core;

namespace Grpc.Wire;

/// <summary>Writes the messages of one direction of a call into the connection's own buffer; one at a time.</summary>
/// <param name="pipe">The body.</param>
/// <param name="maximumBytes">Of one message, before compression; null for no limit.</param>
/// <param name="compression">How to compress with gzip; null for not at all.</param>
internal sealed class MessageWriter(PipeWriter pipe, int? maximumBytes, CompressionLevel? compression) : SerializationContext
{
    private PooledBuffer? _buffer;
    private int? _length;
    private bool _compress;
    private bool _direct;
    private bool _complete;

    /// <summary>Buffers one message; the caller flushes.</summary>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: too long.</exception>
    public void Write<T>(T message, Action<T, SerializationContext> serialize, WriteFlags flags)
    {
        _length = null;
        _direct = false;
        _complete = false;
        _compress = compression is not null && (flags & WriteFlags.NoCompress) == 0;
        try
        {
            serialize(message, this);
            if (!_complete)
                throw new InvalidOperationException($"the serializer of {typeof(T)} did not complete");
        }
        finally
        {
            _buffer?.Dispose();
            _buffer = null;
        }
    }

    /// <summary>Hands what is buffered to the connection; completes when it has been taken.</summary>
    public ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken) => pipe.FlushAsync(cancellationToken);

    /// <summary>Lets a flush under way, or the next one, complete at once as cancelled; what is buffered stays.</summary>
    public void CancelPendingFlush() => pipe.CancelPendingFlush();

    public override void SetPayloadLength(int payloadLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(payloadLength);
        CheckLength(payloadLength);
        _length = payloadLength;
    }

    public override IBufferWriter<byte> GetBufferWriter()
    {
        if (_compress || _length is not { } length)
            return _buffer ??= new PooledBuffer(maximumBytes ?? Array.MaxLength, SizeLimit.Sent);
        _direct = true;
        MessageFrame.WritePrefix(pipe, compressed: false, length);
        return pipe;
    }

    public override void Complete(byte[] payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        CheckLength(payload.Length);
        WritePayload(payload);
    }

    public override void Complete()
    {
        if (!_direct)
            WritePayload(_buffer is null ? default : _buffer.Written.Span);
        _complete = true;
    }

    private void WritePayload(ReadOnlySpan<byte> payload)
    {
        _complete = true;
        // An empty message goes as it is: GZipStream makes nothing at all of it, which peers refuse.
        if (!_compress || payload.IsEmpty)
        {
            MessageFrame.WritePrefix(pipe, compressed: false, payload.Length);
            pipe.Write(payload);
            return;
        }
        using var compressed = Gzip.Compress(payload, compression!.Value);
        MessageFrame.WritePrefix(pipe, compressed: true, compressed.Length);
        pipe.Write(compressed.Written.Span);
    }

    private void CheckLength(int length)
    {
        if (length > maximumBytes)
            throw SizeLimit.Exceeded(SizeLimit.Sent, length, maximumBytes.Value);
    }
}
