using System.Buffers;
using System.Buffers.Binary;
using Grpc.Core;

namespace Grpc.Wire;

/// <summary>
/// A length-prefixed message:
/// <code>
/// | 0          | 1 .. 4                      | 5 .. 5 + length - 1 |
/// | compressed | length, unsigned big-endian | payload             |
/// | 0 or 1     |                             |                     |
/// </code>
/// </summary>
internal readonly record struct MessageFrame(bool Compressed, ReadOnlySequence<byte> Payload)
{
    public const int PrefixBytes = 5;

    /// <summary>Takes one message off the front of <paramref name="input"/>; false when it is not all there yet. The prefix is checked
    /// as soon as it is there, before a byte of the payload is waited for.</summary>
    /// <exception cref="RpcException">INTERNAL: the flag is unknown; RESOURCE_EXHAUSTED: longer than the limit.</exception>
    public static bool TryRead(ref ReadOnlySequence<byte> input, int maximumBytes, out MessageFrame frame)
    {
        frame = default;
        if (input.Length < PrefixBytes)
            return false;
        Span<byte> prefix = stackalloc byte[PrefixBytes];
        input.Slice(0, PrefixBytes).CopyTo(prefix);
        if (prefix[0] > 1)
            throw new RpcException(new Status(StatusCode.Internal, $"a message's compressed flag is {prefix[0]}, neither 0 nor 1"));
        var length = BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
        if (length > (uint)maximumBytes)
            throw SizeLimit.Exceeded(SizeLimit.Received, length, maximumBytes);
        if (input.Length - PrefixBytes < length)
            return false;
        frame = new MessageFrame(prefix[0] == 1, input.Slice(PrefixBytes, length));
        input = input.Slice(PrefixBytes + (long)length);
        return true;
    }

    /// <summary>Writes a prefix.</summary>
    public static void WritePrefix(IBufferWriter<byte> output, bool compressed, int length)
    {
        var prefix = output.GetSpan(PrefixBytes);
        prefix[0] = compressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32BigEndian(prefix[1..], (uint)length);
        output.Advance(PrefixBytes);
    }
}
