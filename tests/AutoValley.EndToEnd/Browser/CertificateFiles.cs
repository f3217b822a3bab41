using System.Security.Cryptography.X509Certificates;
using AutoValley.Mqtt.Tests.Support;

namespace AutoValley.EndToEnd.Browser;

/// <summary>A server's certificate as files, and the settings that name them.</summary>
internal sealed class CertificateFiles : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("autovalley-tls-");

    public CertificateFiles()
    {
        using var certificates = new Certificates();
        File.WriteAllText(Certificate, certificates.Server.ExportCertificatePem());
        File.WriteAllText(Key, certificates.Server.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
    }

    public string[] Settings => ["--set", $"Listen:Certificate={Certificate}", "--set", $"Listen:CertificateKey={Key}", "--set", "Listen:Mqtts=0"];

    private string Certificate => Path.Combine(folder.FullName, "server.pem");

    private string Key => Path.Combine(folder.FullName, "server.key");

    public void Dispose() => folder.Delete(recursive: true);
}
