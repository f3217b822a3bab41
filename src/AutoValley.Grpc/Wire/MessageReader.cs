using System.Buffers;
using System.IO.Pipelines;
using Grpc.Core;

namespace Grpc.Wire;

/// <summary>The messages of one direction of a call, read out of the connection's own buffers.</summary>
/// <param name="pipe">The body.</param>
/// <param name="maximumBytes">Of one message, before and after decompression.</param>
/// <param name="encoding">The peer's <c>grpc-encoding</c>; null for none.</param>
internal sealed class MessageReader(PipeReader pipe, int maximumBytes, string? encoding)
{
    private readonly Payload _payload = new();

    /// <summary>The next message; not found at the end of the body.</summary>
    /// <exception cref="RpcException">INTERNAL: cut off, ill-formed or wrongly compressed; RESOURCE_EXHAUSTED: too long.</exception>
    public async ValueTask<ReadOutcome<T>> ReadAsync<T>(Func<DeserializationContext, T> deserialize, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await pipe.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = result.Buffer;
            var examined = buffer.Start;
            try
            {
                if (MessageFrame.TryRead(ref buffer, maximumBytes, out var frame))
                {
                    examined = buffer.Start;
                    return new ReadOutcome<T>(true, Deserialize(frame, deserialize));
                }
                examined = buffer.End;
                if (result.IsCompleted)
                    return buffer.IsEmpty ? default : throw CutOff(buffer.Length);
            }
            finally
            {
                pipe.AdvanceTo(buffer.Start, examined);
            }
        }
    }

    private static RpcException CutOff(long bytes) =>
        new(new Status(StatusCode.Internal, $"the stream ended inside a message, {bytes} bytes after its start"));

    private T Deserialize<T>(MessageFrame frame, Func<DeserializationContext, T> deserialize)
    {
        if (!frame.Compressed)
            return _payload.Read(frame.Payload, deserialize);
        if (encoding is null or ProtocolHeaders.Identity)
            throw new RpcException(new Status(StatusCode.Internal, "a message is compressed but the call names no encoding"));
        using var inflated = new PooledBuffer(maximumBytes, SizeLimit.Received);
        Gzip.Decompress(frame.Payload, inflated);
        return _payload.Read(new ReadOnlySequence<byte>(inflated.Written), deserialize);
    }

    private sealed class Payload : DeserializationContext
    {
        private ReadOnlySequence<byte> _bytes;

        public override int PayloadLength => (int)_bytes.Length;

        public override byte[] PayloadAsNewBuffer() => _bytes.ToArray();

        public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => _bytes;

        public T Read<T>(ReadOnlySequence<byte> bytes, Func<DeserializationContext, T> deserialize)
        {
            _bytes = bytes;
            try
            {
                return deserialize(this);
            }
            // Told apart from a failing connection here: what protobuf throws is an IOException too.
            catch (Exception e) when (e is not RpcException)
            {
                throw new RpcException(new Status(StatusCode.Internal, $"a message is no {typeof(T).Name}: {e.Message}", e));
            }
            finally
            {
                // The buffer goes back to the connection.
                _bytes = default;
            }
        }
    }
}

/// <summary>A message, or the end of the stream.</summary>
internal readonly record struct ReadOutcome<T>(bool Found, T? Message);
