using AutoValley.Mqtt.Client;

namespace AutoValley.Mqtt;

/// <summary>A publish that a <see cref="MqttClientSession"/> has taken in.</summary>
public sealed class MqttDelivery
{
    internal MqttDelivery(PublishRequest request) => Answered = request.WaitAsync(CancellationToken.None).AsTask();

    /// <summary>
    /// The server's answer: with QoS 1 PUBACK's code, with QoS 2 PUBCOMP's, with QoS 0 success when it is written. 0x92 (packet identifier not found): the
    /// server lost the session between PUBREC and PUBCOMP, and nobody can tell whether it passed the publish on. Faulted with
    /// <see cref="MqttException"/> when the session ends before; one with a store goes on at the next start.
    /// </summary>
    public Task<MqttReasonCode> Answered { get; }
}
