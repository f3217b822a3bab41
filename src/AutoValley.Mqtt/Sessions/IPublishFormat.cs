using System.Buffers;

namespace AutoValley.Mqtt.Sessions;

/// <summary>How the owner of a <see cref="SendWindow{T}"/> writes its publishes.</summary>
internal interface IPublishFormat<T>
{
    /// <summary>Whether a waiting publish is not worth sending: expired, or larger than the peer takes. Called under the window's lock.</summary>
    bool Skip(T item);

    /// <summary>Whether a waiting publish may not go yet, and those behind it neither. Called under the window's lock.</summary>
    bool Hold(T item) => false;

    /// <summary>Writes one PUBLISH; called by the one writer, without the lock.</summary>
    void Write(IBufferWriter<byte> output, in Outgoing<T> outgoing);

    /// <summary>A publish of QoS 0 left the window, and the connection ended before it was written.</summary>
    void Lose(T item)
    {
    }
}
