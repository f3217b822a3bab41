namespace AutoValley.Mqtt.Packets;

/// <summary>
/// AUTH (MQTT 5.0 section 3.15), read only: this house uses no extended authentication.
/// <code>
/// +--------------------------+------------------+
/// | reason code, 1 B         | properties       |
/// | absent = Success         | absent below 2 B |
/// +--------------------------+------------------+
/// </code>
/// </summary>
internal sealed record AuthPacket(MqttReasonCode Reason, string? Method)
{
    public static AuthPacket Read(in PacketFrame frame)
    {
        var reader = frame.Read();
        if (reader.Remaining == 0)
            return new AuthPacket(MqttReasonCode.Success, null);
        var reason = (MqttReasonCode)reader.ReadByte("reason code");
        var properties = reader.Remaining > 0 ? Properties.Read(ref reader, PropertyPlaces.Auth) : Properties.None;
        reader.End();
        return new AuthPacket(reason, properties.Text(PropertyId.AuthenticationMethod));
    }
}
