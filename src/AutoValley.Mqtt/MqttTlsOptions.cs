using System.Security.Cryptography.X509Certificates;

namespace AutoValley.Mqtt;

/// <summary>How a client does TLS. The server's certificate is always checked: its chain, its time and its name.</summary>
public sealed record MqttTlsOptions
{
    /// <summary>This client's own certificate with its private key, for a server that asks for one.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>Authorities that are trusted instead of the system's; empty is the system's.</summary>
    public X509Certificate2Collection TrustedRoots { get; init; } = [];

    /// <summary>The name that the server's certificate has to be for; null is the host that is connected to.</summary>
    public string? ServerName { get; init; }

    /// <summary>Whether revoked certificates are looked up; off, as most private authorities publish no list.</summary>
    public bool CheckRevocation { get; init; }
}
