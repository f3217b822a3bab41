using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace AutoValley.Mqtt.Client;

/// <summary>TCP, and TLS over it.</summary>
internal static class SocketDial
{
    public static async Task<Stream> ConnectAsync(MqttClientOptions options, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        try
        {
            await socket.ConnectAsync(options.Host, options.Port, cancellation);
            stream = new NetworkStream(socket, ownsSocket: true);
            if (options.Tls is { } tls)
            {
                var secure = new SslStream(stream);
                stream = secure;
                await secure.AuthenticateAsClientAsync(Authentication(tls, options.Host), cancellation);
            }
            return stream;
        }
        catch
        {
            stream?.Dispose();
            socket.Dispose();
            throw;
        }
    }

    /// <summary>What TLS checks, over TCP and WebSocket alike.</summary>
    public static SslClientAuthenticationOptions Authentication(MqttTlsOptions tls, string host)
    {
        var policy = new X509ChainPolicy { RevocationMode = tls.CheckRevocation ? X509RevocationMode.Online : X509RevocationMode.NoCheck };
        if (tls.TrustedRoots.Count > 0)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(tls.TrustedRoots);
        }
        return new SslClientAuthenticationOptions
        {
            TargetHost = tls.ServerName ?? host,
            CertificateChainPolicy = policy,
            ClientCertificates = tls.ClientCertificate is { } own ? [own] : null,
            // Given once and for all: without this a certificate whose authority the server does not name is left out.
            LocalCertificateSelectionCallback = tls.ClientCertificate is { } chosen ? (_, _, _, _, _) => chosen : null,
        };
    }
}
