using System.Net;

namespace AutoValley.Server.Configuration;

/// <summary>Where the server listens. Port 0 takes a free one.</summary>
internal sealed record ListenSettings
{
    /// <summary>Key <c>Listen:Http</c>: HTTP/1.1 for <c>/health</c>, <c>/metrics</c>, gRPC-Web and MQTT over WebSocket.</summary>
    public IPEndPoint Http { get; init; } = new(IPAddress.Loopback, 8080);

    /// <summary>Key <c>Listen:Grpc</c>: gRPC, HTTP/2 without TLS.</summary>
    public IPEndPoint Grpc { get; init; } = new(IPAddress.Loopback, 8081);

    /// <summary>Key <c>Listen:Mqtt</c>: MQTT 5 and 3.1.1.</summary>
    public IPEndPoint Mqtt { get; init; } = new(IPAddress.Loopback, 1883);

    /// <summary>
    /// Key <c>Listen:Insecure</c>: allows ports on addresses other than loopback, where anybody who reaches them reads and
    /// writes everything.
    /// </summary>
    public bool Insecure { get; init; }

    /// <summary>Key <c>Listen:PingDelay</c>: a gRPC client that was silent for so long is asked whether it is there.</summary>
    public TimeSpan PingDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Key <c>Listen:PingTimeout</c>: one that does not answer for so long is gone, and its calls end.</summary>
    public TimeSpan PingTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Ports with TLS, when there is a certificate.</summary>
    public TlsSettings? Tls { get; init; }

    /// <summary>All with their names, for logs and checks.</summary>
    public IEnumerable<(string Name, IPEndPoint Address)> All =>
        [("Http", Http), ("Grpc", Grpc), ("Mqtt", Mqtt), .. Tls is { } tls ? [("Https", tls.Https), ("Mqtts", tls.Mqtts)] : Array.Empty<(string, IPEndPoint)>()];
}
