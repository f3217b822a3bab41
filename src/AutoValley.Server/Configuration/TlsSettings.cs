using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace AutoValley.Server.Configuration;

/// <summary>The ports with TLS; there are none without a certificate.</summary>
/// <param name="Https">Key <c>Listen:Https</c>: HTTP/1.1 and HTTP/2, all of it.</param>
/// <param name="Mqtts">Key <c>Listen:Mqtts</c>: MQTT 5 and 3.1.1.</param>
/// <param name="Certificate">Keys <c>Listen:Certificate</c> and <c>Listen:CertificateKey</c>: the server's, from PEM files.</param>
/// <param name="Clients">Key <c>Listen:ClientCertificates</c>: whether clients show one of their own (<c>none</c>, <c>allowed</c>, <c>required</c>).</param>
internal sealed record TlsSettings(IPEndPoint Https, IPEndPoint Mqtts, X509Certificate2 Certificate, ClientCertificateMode Clients)
{
    /// <summary>Sets a port up.</summary>
    public void Apply(HttpsConnectionAdapterOptions https)
    {
        https.ServerCertificate = Certificate;
        https.ClientCertificateMode = Clients;
    }
}
