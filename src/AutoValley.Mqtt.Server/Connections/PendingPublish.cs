using AutoValley.Mqtt.Packets;

namespace AutoValley.Mqtt.Server.Connections;

/// <summary>A publish that the application has, and its answer to come.</summary>
/// <param name="Encoded">What; held until it is answered.</param>
/// <param name="PacketId">0 with QoS 0.</param>
/// <param name="IsNew">False for the repetition of a QoS 2 publish that was taken already.</param>
/// <param name="Answer">To be awaited once.</param>
internal readonly record struct PendingPublish(EncodedPublish Encoded, ushort PacketId, bool IsNew, ValueTask<MqttReasonCode> Answer);
