using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace AutoValley.Server.Configuration;

/// <summary>Settings → <see cref="TlsSettings"/>.</summary>
internal static class TlsReader
{
    private const int HttpsPort = 8443, MqttsPort = 8883;

    /// <summary>Null when there is no certificate, or it cannot be used, which is an error then.</summary>
    public static TlsSettings? Read(SettingsReader reader)
    {
        var https = reader.Endpoint("Listen:Https", new IPEndPoint(IPAddress.Loopback, HttpsPort));
        var mqtts = reader.Endpoint("Listen:Mqtts", new IPEndPoint(IPAddress.Loopback, MqttsPort));
        var certificate = reader.Optional("Listen:Certificate");
        var key = reader.Optional("Listen:CertificateKey");
        var clients = ReadClients(reader, reader.Optional("Listen:ClientCertificates"));
        if (certificate is null)
        {
            if (key is not null)
                reader.Fail("Listen:CertificateKey", "is given, and Listen:Certificate is not");
            return null;
        }
        try
        {
            return new TlsSettings(https, mqtts, X509Certificate2.CreateFromPemFile(certificate, key), clients);
        }
        catch (Exception problem) when (problem is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            reader.Fail("Listen:Certificate", $"is {certificate}, which cannot be used: {problem.Message}");
            return null;
        }
    }

    private static ClientCertificateMode ReadClients(SettingsReader reader, string? text)
    {
        switch (text)
        {
            case null or "none": return ClientCertificateMode.NoCertificate;
            case "allowed": return ClientCertificateMode.AllowCertificate;
            case "required": return ClientCertificateMode.RequireCertificate;
            default:
                reader.Fail("Listen:ClientCertificates", "is none, allowed or required");
                return ClientCertificateMode.NoCertificate;
        }
    }
}
