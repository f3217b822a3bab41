using System.Buffers;

namespace Grpc.Core;

/// <summary>Where a deserializer reads one message from.</summary>
public abstract class DeserializationContext
{
    /// <summary>The message's length.</summary>
    public abstract int PayloadLength { get; }

    /// <summary>A copy of the message, owned by the caller.</summary>
    public abstract byte[] PayloadAsNewBuffer();

    /// <summary>The message in the connection's buffer, valid only until the deserializer returns.</summary>
    public abstract ReadOnlySequence<byte> PayloadAsReadOnlySequence();
}
