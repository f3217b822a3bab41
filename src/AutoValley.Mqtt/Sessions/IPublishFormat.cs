using System.Buffers;

namespace AutoValley.Mqtt.Sessions;

/// <summary>How the owner of a <see cref="SendWindow{T}"/> writes its publishes.</summary>
internal interface IPublishFormat<T>
{
    /// <summary>Whether a waiting publish is not worth sending: expired, or larger than the peer takes. Called under the window's lock.</summary>
    bool Skip(T item);

    /// <summary>Whether a waiting publish may not go yet, and those behind it neither. Called under the window's lock.</summary>
    bool Hold(T item) => false;

    /// <summary>The writer took a publish; a <see cref="Write"/> or <see cref="Lose"/> follows, with QoS 1 and 2 perhaps after its acknowledgement. Called under the window's lock.</summary>
    void Take(in Outgoing<T> outgoing)
    {
    }

    /// <summary>Writes one PUBLISH; called by the one writer, without the lock.</summary>
    void Write(IBufferWriter<byte> output, in Outgoing<T> outgoing);

    /// <summary>The connection ended before a publish was written that the writer had taken; one of QoS 0 is in no window any more.</summary>
    void Lose(in Outgoing<T> outgoing)
    {
    }
}
