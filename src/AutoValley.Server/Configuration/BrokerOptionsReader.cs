using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using AutoValley.Mqtt;
using AutoValley.Server.Ingest.Broker;

namespace AutoValley.Server.Configuration;

/// <summary>Settings of the broker that the server stands behind.</summary>
internal static class BrokerOptionsReader
{
    /// <summary>Comes from the environment or a file, never from the command line.</summary>
    public const string PasswordKey = "Broker:Password";

    private const string AddressKey = "Broker:Address";

    public static BrokerOptions Read(SettingsReader reader)
    {
        var standard = new BrokerOptions();
        var (address, password) = (reader.Text(AddressKey, ""), reader.Text(PasswordKey, ""));
        var version = reader.Text("Broker:Version", "5");
        var clientId = reader.Text("Broker:ClientId", $"autovalley-{Guid.NewGuid():N}"[..23]);
        var options = new BrokerOptions { Group = reader.Text("Broker:Group", standard.Group) };
        if (options.Group.AsSpan().ContainsAny('/', '+', '#'))
            reader.Fail("Broker:Group", "is a name without / + and #");
        if (version is not ("5" or "3.1.1"))
            reader.Fail("Broker:Version", $"is 5 or 3.1.1; it is '{version}'");
        var tls = ReadTls(reader);
        if (address.Length == 0)
            return options;
        return ParseAddress(reader, address) is not { } client ? options : options with
        {
            Client = client with
            {
                ClientId = clientId,
                ProtocolVersion = version == "5" ? MqttProtocolVersion.V500 : MqttProtocolVersion.V311,
                Password = password.Length > 0 ? Encoding.UTF8.GetBytes(password) : (ReadOnlyMemory<byte>?)null,
                Tls = client.Tls is null ? null : tls,
            },
        };
    }

    private static MqttClientOptions? ParseAddress(SettingsReader reader, string address)
    {
        try
        {
            var client = MqttClientOptions.FromUri(address);
            if (client.Password is null)
                return client;
            reader.Fail(AddressKey, $"holds a password, which command lines and logs show: give it as {PasswordKey}, e.g. in AUTOVALLEY__BROKER__PASSWORD");
        }
        catch (FormatException error)
        {
            reader.Fail(AddressKey, error.Message);
        }
        return null;
    }

    private static MqttTlsOptions ReadTls(SettingsReader reader)
    {
        var (authority, certificate, key) = (
            reader.Text("Broker:CertificateAuthority", ""), reader.Text("Broker:Certificate", ""), reader.Text("Broker:CertificateKey", ""));
        var roots = new X509Certificate2Collection();
        X509Certificate2? own = null;
        try
        {
            if (authority.Length > 0)
                roots.ImportFromPemFile(authority);
            if (certificate.Length > 0)
                own = X509Certificate2.CreateFromPemFile(certificate, key.Length > 0 ? key : null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            reader.Fail("Broker:CertificateAuthority, Broker:Certificate and Broker:CertificateKey", $"are PEM files: {error.Message}");
        }
        return new MqttTlsOptions { TrustedRoots = roots, ClientCertificate = own };
    }
}
