using System.Net;

namespace AutoValley.Mqtt.Server;

/// <summary>Who wants to connect, and how it shows who it is.</summary>
public sealed record MqttConnectInfo
{
    /// <summary>Client id, chosen here when the client left it empty.</summary>
    public required string ClientId { get; init; }

    /// <summary>User name, if given.</summary>
    public string? UserName { get; init; }

    /// <summary>Password, if given.</summary>
    public ReadOnlyMemory<byte>? Password { get; init; }

    /// <summary>Address of the peer, where the transport has one.</summary>
    public EndPoint? RemoteEndPoint { get; init; }

    /// <summary>Protocol of the connection.</summary>
    public required MqttProtocolVersion ProtocolVersion { get; init; }

    /// <summary>The connection's Will, if it has one.</summary>
    public MqttPublish? Will { get; init; }

    /// <summary>The connection as later calls name it.</summary>
    public required MqttSessionInfo Session { get; init; }
}
