using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AutoValley.Mqtt.Tests.Support;

/// <summary>An authority of the test's own, with a server's and a client's certificate.</summary>
internal sealed class Certificates : IDisposable
{
    private static readonly DateTimeOffset From = DateTimeOffset.UtcNow.AddDays(-1);

    public Certificates()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        Authority = request.CreateSelfSigned(From, From.AddDays(10));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("broker.test");
        names.AddIpAddress(IPAddress.Loopback);
        Server = Issue("CN=broker.test", names.Build());
        Client = Issue("CN=vehicle");
    }

    public X509Certificate2 Authority { get; }

    public X509Certificate2 Server { get; }

    public X509Certificate2 Client { get; }

    /// <summary>Settings for mosquitto that ask for a client certificate; the client's own lies beside as <c>client.pem</c> and <c>client.key</c>.</summary>
    public string[] WriteFor(DirectoryInfo folder)
    {
        string Write(string name, string text)
        {
            var path = Path.Combine(folder.FullName, name);
            File.WriteAllText(path, text);
            return path;
        }
        Write("client.pem", Client.ExportCertificatePem());
        Write("client.key", Client.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        return
        [
            $"cafile {Write("ca.pem", Authority.ExportCertificatePem())}",
            $"certfile {Write("server.pem", Server.ExportCertificatePem())}",
            $"keyfile {Write("server.key", Server.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem())}",
            "require_certificate true", "use_identity_as_username true",
            // Started as root it would become another user, who may not read the key.
            $"user {Environment.UserName}",
        ];
    }

    public void Dispose()
    {
        Authority.Dispose();
        Server.Dispose();
        Client.Dispose();
    }

    private X509Certificate2 Issue(string name, X509Extension? names = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        if (names is not null)
            request.CertificateExtensions.Add(names);
        using var certificate = request.Create(Authority, From, From.AddDays(9), [.. Guid.NewGuid().ToByteArray()]);
        return certificate.CopyWithPrivateKey(key);
    }
}
