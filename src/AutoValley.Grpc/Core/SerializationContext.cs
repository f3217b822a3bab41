using System.Buffers;

namespace Grpc.Core;

/// <summary>Where a serializer writes one message to. It ends with one of the two <c>Complete</c>.</summary>
public abstract class SerializationContext
{
    /// <summary>The whole message at once.</summary>
    public abstract void Complete(byte[] payload);

    /// <summary>A buffer to write the message to, followed by <see cref="Complete()"/>.</summary>
    public abstract IBufferWriter<byte> GetBufferWriter();

    /// <summary>The exact length of what will be written; with it, the message goes straight into the connection's buffer.</summary>
    public abstract void SetPayloadLength(int payloadLength);

    /// <summary>The message is written.</summary>
    public abstract void Complete();
}
