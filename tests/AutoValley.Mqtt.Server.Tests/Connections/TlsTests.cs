using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using AutoValley.Mqtt.Server.Tests.Support;
using AutoValley.Mqtt.Tests.Packets;

namespace AutoValley.Mqtt.Server.Tests.Connections;

/// <summary>MQTT over TLS, on a real port.</summary>
public sealed class TlsTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("vehicle-1")]
    public async Task Connect_WithOrWithoutACertificate_IsToldToTheApplication(string? name)
    {
        var handler = new Certificates();
        await using var endpoint = await TestEndpoint.StartAsync(handler);
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", endpoint.TlsPort);
        await using var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate!.Subject == "CN=localhost",
            ClientCertificates = name is null ? null : new X509CertificateCollection { TestEndpoint.Make(name) },
        });
        await tls.WriteAsync(Wire.Bytes("10 10 0004 4D515454 05 02 003C 00 0003 636172"));
        var answer = new byte[1];
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await tls.ReadExactlyAsync(answer, patience.Token);
        Assert.Equal(0x20, answer[0]);
        Assert.Equal(name is null ? null : $"CN={name}", handler.Subject);
    }

    [Fact]
    public async Task Connect_Plain_OnTheTlsPortIsClosed()
    {
        await using var endpoint = await TestEndpoint.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", endpoint.TlsPort);
        await client.GetStream().WriteAsync(Wire.Bytes("10 10 0004 4D515454 05 02 003C 00 0003 636172"));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        Assert.NotEqual(0x20, await ReadAsync(client.GetStream(), patience.Token));
    }

    private static async Task<int> ReadAsync(NetworkStream stream, CancellationToken cancellation)
    {
        var buffer = new byte[1];
        try
        {
            return await stream.ReadAsync(buffer, cancellation) == 0 ? -1 : buffer[0];
        }
        catch (IOException)
        {
            return -1;
        }
    }

    private sealed class Certificates : IMqttHandler
    {
        public string? Subject { get; private set; }

        public ValueTask<MqttReasonCode> ConnectAsync(MqttConnectInfo info, CancellationToken cancellation)
        {
            Subject = info.ClientCertificate?.Subject;
            return new(MqttReasonCode.Success);
        }
    }
}
