using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using AutoValley.Mqtt.Tests.Support;
using AutoValley.Testing;

namespace AutoValley.Mqtt.Tests.Peers;

/// <summary>TLS with client certificates against mosquitto, and what is said when it does not work.</summary>
public sealed class MosquittoTlsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Certificates certificates = new();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("autovalley-tls-");

    public void Dispose()
    {
        certificates.Dispose();
        folder.Delete(recursive: true);
    }

    [ToolFact(MosquittoBroker.Program)]
    public async Task ConnectAsync_WithClientCertificate_PublishesBothWays()
    {
        await using var broker = await MosquittoBroker.StartAsync(certificates.WriteFor(folder));
        await using var client = await MqttClient.ConnectAsync(Options(broker.Port), TimeProvider.System, default);
        await client.SubscribeAsync("t", QualityOfService.ExactlyOnce, default);
        var payload = new byte[300_000];
        await client.PublishAsync(new MqttPublish { Topic = "t", Payload = payload, Qos = QualityOfService.ExactlyOnce }, default).AsTask().WaitAsync(Patience);
        Assert.Equal(payload.Length, (await client.Received.ReadAsync().AsTask().WaitAsync(Patience)).Payload.Length);
        await client.DisconnectAsync(default);
    }

    [ToolFact(MosquittoBroker.Program)]
    public async Task ConnectAsync_WhatIsWrong_IsSaid()
    {
        await using var broker = await MosquittoBroker.StartAsync(certificates.WriteFor(folder));
        var good = Options(broker.Port);
        await AssertFailsAsync(good with { Tls = good.Tls! with { TrustedRoots = [] } }, "not trusted", "trusted root");
        await AssertFailsAsync(good with { Tls = good.Tls! with { ServerName = "elsewhere.test" } }, "elsewhere.test");
        await AssertFailsAsync(good with { Tls = good.Tls! with { ClientCertificate = null } }, "client certificate");
        await AssertFailsAsync(good with { Tls = null }, "mqtts://");
    }

    [ToolFact(MosquittoBroker.Program)]
    public async Task ConnectAsync_TlsToAPlainPort_SaysSo()
    {
        await using var broker = await MosquittoBroker.StartAsync();
        await AssertFailsAsync(Options(broker.Port), "may not speak TLS");
    }

    [Fact]
    public async Task ConnectAsync_NobodyListensOrAnotherProtocol_SaysWhatToDo()
    {
        var port = ForeignProcess.FreePort();
        await AssertFailsAsync(new MqttClientOptions { Port = port }, "is the server running", "1883");
        await AssertFailsAsync(new MqttClientOptions { Port = port, Transport = MqttTransport.WebSocket }, "is the server running");
        using var http = new TcpListener(System.Net.IPAddress.Loopback, 0);
        http.Start();
        var answering = AnswerAsync(http);
        await AssertFailsAsync(new MqttClientOptions { Port = ((System.Net.IPEndPoint)http.LocalEndpoint).Port }, "no CONNACK", "MQTT port");
        await answering;
    }

    [Fact]
    public void Explain_UnknownHost_NamesIt()
    {
        var error = AutoValley.Mqtt.Client.ConnectFailure.Explain(new SocketException((int)SocketError.HostNotFound), new MqttClientOptions { Host = "brokr" });
        Assert.Contains("no host named brokr", error!.Message, StringComparison.Ordinal);
    }

    private static async Task AnswerAsync(TcpListener listener)
    {
        using var socket = await listener.AcceptSocketAsync();
        await socket.SendAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
        await socket.ReceiveAsync(new byte[1]);
    }

    private static async Task AssertFailsAsync(MqttClientOptions options, params string[] texts)
    {
        var error = await Assert.ThrowsAsync<MqttException>(async () =>
        {
            // A TLS 1.3 server refuses a client certificate after the client believes to be through.
            await using var client = await MqttClient.ConnectAsync(options, TimeProvider.System, default).WaitAsync(Patience);
            await client.Closed.WaitAsync(Patience);
        });
        Assert.All(texts, text => Assert.Contains(text, error.Message, StringComparison.OrdinalIgnoreCase));
    }

    private MqttClientOptions Options(int port) => MqttClientOptions.FromUri($"mqtts://127.0.0.1:{port}") with
    {
        Tls = new MqttTlsOptions { TrustedRoots = [certificates.Authority], ClientCertificate = Exported(certificates.Client) },
    };

    private static X509Certificate2 Exported(X509Certificate2 certificate) => X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
}
