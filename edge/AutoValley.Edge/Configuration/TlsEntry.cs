using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AutoValley.Mqtt;

namespace AutoValley.Edge.Configuration;

/// <summary><c>"tls"</c> of a peer: <c>{ "authority": FILE, "certificate": FILE, "key": FILE, "serverName": NAME }</c>, all of which may be left out; PEM files.</summary>
internal static class TlsEntry
{
    /// <summary>How to do TLS; null when the entry does not say so.</summary>
    public static MqttTlsOptions? Read(ConfigurationObject entry)
    {
        if (entry.Object("tls") is not { } tls)
            return null;
        var (authority, certificate, key) = (tls.Text("authority"), tls.Text("certificate"), tls.Text("key"));
        var roots = new X509Certificate2Collection();
        Import(tls, "authority", () => roots.ImportFromPemFile(authority!), authority is not null);
        X509Certificate2? own = null;
        Import(tls, "certificate", () => own = X509Certificate2.CreateFromPemFile(certificate!, key), certificate is not null);
        var options = new MqttTlsOptions { TrustedRoots = roots, ClientCertificate = own, ServerName = tls.Text("serverName") };
        tls.RefuseUnknown();
        return options;
    }

    private static void Import(ConfigurationObject tls, string member, Action read, bool isGiven)
    {
        if (!isGiven)
            return;
        try
        {
            read();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            tls.Fail(member, $"cannot be read as a PEM file: {error.Message}");
        }
    }
}
