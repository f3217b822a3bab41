using System.Net;

namespace AutoValley.Mqtt.Server;

/// <summary>A connected client: one object a connection, the same in all calls of <see cref="IMqttHandler"/>.</summary>
public sealed class MqttSessionInfo
{
    internal MqttSessionInfo(string clientId, string? userName, EndPoint? remoteEndPoint, MqttProtocolVersion version) =>
        (ClientId, UserName, RemoteEndPoint, ProtocolVersion) = (clientId, userName, remoteEndPoint, version);

    /// <summary>Client id.</summary>
    public string ClientId { get; }

    /// <summary>User name, if it gave one.</summary>
    public string? UserName { get; }

    /// <summary>Address of the peer, where the transport has one.</summary>
    public EndPoint? RemoteEndPoint { get; }

    /// <summary>Protocol of the connection.</summary>
    public MqttProtocolVersion ProtocolVersion { get; }

    /// <summary>The application's own: what it found out in <see cref="IMqttHandler.ConnectAsync"/>, for instance.</summary>
    public object? State { get; set; }
}
