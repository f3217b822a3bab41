using AutoValley.Mqtt.Packets;

namespace AutoValley.Mqtt.Sessions;

/// <summary>
/// The receiver's half of a session (MQTT 5.0 sections 4.3 and 4.9): how many publishes are unanswered, and which QoS 2 ones were taken
/// and not released. No I/O, no lock: its owner has one.
/// </summary>
internal sealed class ReceiveWindow
{
    // The value says whether the identifier counts against this connection's receive maximum.
    private readonly Dictionary<ushort, bool> exactlyOnce = [];
    private int maximum = ushort.MaxValue;

    /// <summary>Publishes of QoS 1 and 2 that have not had their last answer.</summary>
    public int Pending { get; private set; }

    /// <summary>QoS 2 publishes that were taken and not released.</summary>
    public IReadOnlyList<ushort> Taken => [.. exactlyOnce.Keys];

    /// <summary>A new connection of the session; identifiers of QoS 2 stay.</summary>
    /// <param name="receiveMaximum">What this side announced.</param>
    public void Resume(int receiveMaximum)
    {
        (maximum, Pending) = (receiveMaximum, 0);
        foreach (var id in exactlyOnce.Keys.ToArray())
            exactlyOnce[id] = false;
    }

    /// <summary>A QoS 2 identifier that an earlier life of the process took and did not see released.</summary>
    public void Restore(ushort id) => exactlyOnce[id] = false;

    /// <summary>A publish came.</summary>
    /// <returns>False when it is a QoS 2 publish that was taken already: answer it, and do not deliver it [MQTT-4.3.3-10].</returns>
    /// <exception cref="MqttException">The peer sent more than the receive maximum [MQTT-3.3.4-8].</exception>
    public bool Accept(QualityOfService qos, ushort id)
    {
        if (qos == QualityOfService.AtMostOnce)
            return true;
        var known = exactlyOnce.TryGetValue(id, out var counted);
        if (known && qos == QualityOfService.AtLeastOnce)
            throw new MqttException(MqttReasonCode.PacketIdentifierInUse, $"Publish packet with QoS 1: identifier {id} belongs to a QoS 2 publish");
        if (!counted && ++Pending > maximum)
            throw new MqttException(MqttReasonCode.ReceiveMaximumExceeded, $"more than {maximum} publishes in flight");
        if (qos == QualityOfService.ExactlyOnce)
            exactlyOnce[id] = true;
        return !known;
    }

    /// <summary>PUBACK or PUBREC is about to go.</summary>
    public void Answer(in AckPacket ack)
    {
        if (ack.Type == PacketType.PubAck)
            Pending--;
        else if (ack.Reason.IsFailure())
            Forget(ack.PacketId);
    }

    /// <summary>PUBREL came.</summary>
    /// <returns>The PUBCOMP to send.</returns>
    public AckPacket Release(ushort id) =>
        new(PacketType.PubComp, id, Forget(id) ? MqttReasonCode.Success : MqttReasonCode.PacketIdentifierNotFound);

    private bool Forget(ushort id)
    {
        if (!exactlyOnce.Remove(id, out var counted))
            return false;
        Pending -= counted ? 1 : 0;
        return true;
    }
}
