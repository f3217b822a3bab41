using System.Net;
using System.Security.Cryptography.X509Certificates;

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

    /// <summary>Certificate that the peer showed over TLS, if it did; whether it is trusted was the listener's to decide.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>Method of enhanced authentication that the client passed, if it used one.</summary>
    public string? AuthenticationMethod { get; init; }

    /// <summary>The client's own pairs.</summary>
    public IReadOnlyList<MqttUserProperty> UserProperties { get; init; } = [];

    /// <summary>Protocol of the connection.</summary>
    public required MqttProtocolVersion ProtocolVersion { get; init; }

    /// <summary>The connection's Will, if it has one.</summary>
    public MqttPublish? Will { get; init; }

    /// <summary>The connection as later calls name it.</summary>
    public required MqttSessionInfo Session { get; init; }
}
