using System.Buffers;

namespace AutoValley.Mqtt.Sessions;

/// <summary>How the owner of a <see cref="SendWindow{T}"/> writes its publishes.</summary>
internal interface IPublishFormat<T>
{
    /// <summary>Whether a publish is not worth sending: expired, or larger than the peer takes. Called under the window's lock.</summary>
    /// <param name="item">Which.</param>
    /// <param name="isAgain">It was sent on an earlier connection; then it does not expire any more [MQTT-4.3.2-3] [MQTT-4.3.3-7].</param>
    bool Skip(T item, bool isAgain);

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
