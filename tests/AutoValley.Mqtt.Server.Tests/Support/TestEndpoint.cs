using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AutoValley.Mqtt.Server.Tests.Support;

/// <summary>The endpoint on Kestrel, on free loopback ports: TCP, TLS and WebSocket.</summary>
internal sealed class TestEndpoint : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ListenOptions[] ports;

    private TestEndpoint(WebApplication app, ListenOptions[] ports) => (this.app, this.ports) = (app, ports);

    public MqttServer Server => app.Services.GetRequiredService<MqttServer>();

    public int Port => ports[0].IPEndPoint!.Port;

    public int TlsPort => ports[1].IPEndPoint!.Port;

    public int HttpPort => ports[2].IPEndPoint!.Port;

    public Uri WebSocket => new($"ws://127.0.0.1:{HttpPort}/mqtt");

    /// <summary>The server's certificate, which is its own authority.</summary>
    public static X509Certificate2 Certificate { get; } = Make("localhost");

    public MqttClientOptions ClientOptions => new() { Port = Port };

    public static async Task<TestEndpoint> StartAsync(IMqttHandler? handler = null, MqttServerOptions? options = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddMqttServer(options);
        builder.Services.AddRouting();
        if (handler is not null)
            builder.Services.AddSingleton(handler);
        var ports = new ListenOptions[3];
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => (ports[0] = listen).UseMqtt());
            kestrel.Listen(IPAddress.Loopback, 0, listen => (ports[1] = listen).UseMqttTls(https =>
            {
                https.ServerCertificate = Certificate;
                https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                https.AllowAnyClientCertificate();
            }));
            kestrel.Listen(IPAddress.Loopback, 0, listen => (ports[2] = listen).Protocols = HttpProtocols.Http1);
        });
        var app = builder.Build();
        app.MapMqtt("/mqtt");
        await app.StartAsync();
        return new TestEndpoint(app, ports);
    }

    /// <summary>A certificate for a name, signed by itself.</summary>
    public static X509Certificate2 Make(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
