using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AutoValley.EndToEnd.Harness;
using AutoValley.Testing;
using AutoValley.V1;
using Grpc.Net.Client;

namespace AutoValley.EndToEnd;

/// <summary>MQTT sessions over kill -9, and the ports with TLS, by Debian's mosquitto_pub and mosquitto_sub.</summary>
public sealed class MqttRestartTests
{
    private const string Pub = "mosquitto_pub", Sub = "mosquitto_sub", Topic = "av/v1/acme/tracker/json";

    [ToolFact(Pub, Sub)]
    public async Task Kill9_SessionsQueuedAndRetainedPublishes_AreThereAgain()
    {
        await using var server = await ServerUnderTest.StartAsync();
        foreach (var qos in new[] { "1", "2" })
            await RunAsync(server, Subscribe(qos, "-E"));
        await RunAsync(server, Pub, "-V", "mqttv5", "-q", "1", "-r", "-t", "av/v1/acme/tracker/status", "-m", "online");
        for (var i = 0; i < 20; i++)
            await RunAsync(server, Pub, "-V", "mqttv5", "-q", $"{1 + i % 2}", "-t", Topic, "-m", Sample(i));

        await server.Process.KillAsync();
        await server.StartAgainAsync();

        foreach (var qos in new[] { "1", "2" })
        {
            var lines = Lines(await RunAsync(server, Subscribe(qos, "-C", "20")));
            // A client shows a QoS 2 publish when it is released: each QoS has its own order.
            for (var kind = 0; kind < 2; kind++)
                Assert.Equal(Enumerable.Range(0, 20).Where(i => i % 2 == kind).Select(Sample), lines.Where(line => int.Parse(line.Split(' ', '}')[1], CultureInfo.InvariantCulture) % 2 == kind));
        }
        var status = await RunAsync(server, Sub, "-V", "mqttv5", "-t", "av/v1/+/+/status", "-C", "1", "-F", "%r %p");
        Assert.Equal(["1 online"], Lines(status));
        // What was acknowledged is gone.
        await server.Process.KillAsync();
        await server.StartAgainAsync();
        await RunAsync(server, Pub, "-q", "1", "-t", Topic, "-m", Sample(99));
        Assert.Equal([Sample(99)], Lines(await RunAsync(server, Subscribe("1", "-C", "1"))));
    }

    [ToolFact(Sub)]
    public async Task Kill9_ClientWithAWill_IsToldOfflineAfterTheRestart()
    {
        const string Status = "av/v1/acme/tracker/status";
        await using var server = await ServerUnderTest.StartAsync();
        string[] will = ["--will-topic", Status, "--will-payload", "offline", "--will-qos", "1", "--will-retain"];
        // One says goodbye, and its Will goes with it; the other one is connected when the server is killed.
        await RunAsync(server, [Sub, "-V", "mqttv5", "-t", "av/v1/acme/tracker/ack", "-E", .. will]);
        await using var vehicle = HostedProcess.Start(Sub, ["-V", "mqttv5", "-p", $"{server.MqttPort}", "-t", "av/v1/acme/tracker/ack", .. will]);
        using var http = new HttpClient();
        await Eventually.IsTrueAsync(async () =>
            (await http.GetStringAsync(server.Http + "/metrics")).Contains("autovalley_mqtt_connections_total 2\n", StringComparison.Ordinal));
        Assert.Empty(Lines(await RunAsync(server, Sub, "-V", "mqttv5", "-t", Status, "-E", "-F", "%r %p")));
        // The client follows the server, lest it is there again before the Will is looked for.
        await server.Process.KillAsync();
        await vehicle.KillAsync();

        await server.StartAgainAsync();

        Assert.Equal(["1 offline"], Lines(await RunAsync(server, Sub, "-V", "mqttv5", "-t", Status, "-C", "1", "-F", "%r %p")));
    }

    [ToolFact(Pub, Sub)]
    public async Task Tls_ByConfiguration_ServesMqttsAndHttps()
    {
        var folder = Directory.CreateTempSubdirectory("autovalley-tls-");
        var (certificate, key) = (Path.Combine(folder.FullName, "server.pem"), Path.Combine(folder.FullName, "server.key"));
        using var made = Make(certificate, key);
        var (mqtts, https) = (ServerUnderTest.FreePort(), ServerUnderTest.FreePort());
        await using var server = await ServerUnderTest.StartAsync(
            "--set", $"Listen:Certificate={certificate}", "--set", $"Listen:CertificateKey={key}", "--set", $"Listen:Mqtts={mqtts}", "--set", $"Listen:Https={https}");
        await using var publisher = HostedProcess.Start(
            Pub, ["-V", "mqttv5", "-h", "localhost", "-p", $"{mqtts}", "--cafile", certificate, "-q", "1", "-t", Topic, "-m", Sample(1)]);
        await publisher.SuccessAsync();
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, shown, _, _) => shown!.Thumbprint == made.Thumbprint };
        using var http = new HttpClient(handler);
        Assert.Contains("autovalley_mqtt_publishes_received_total 1\n", await http.GetStringAsync(new Uri($"https://localhost:{https}/metrics")), StringComparison.Ordinal);
        // gRPC on the same port, by ALPN.
        using var channel = GrpcChannel.ForAddress($"https://localhost:{https}", new GrpcChannelOptions { HttpHandler = handler });
        Assert.Equal(1ul, (await new FleetService.FleetServiceClient(channel).GetStatusAsync(new GetStatusRequest())).SamplesAccepted);
        folder.Delete(recursive: true);
    }

    private static string Sample(int i) => $$"""{"Vehicle.Speed": {{i}}}""";

    private static string[] Subscribe(string qos, params string[] more) => [Sub, "-V", "mqttv5", "-c", "-x", "86400", "-i", $"kept-{qos}", "-t", Topic, "-q", qos, .. more];

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static async Task<string> RunAsync(ServerUnderTest server, params string[] command)
    {
        await using var process = HostedProcess.Start(command[0], [.. command[1..], "-p", $"{server.MqttPort}"]);
        return await process.SuccessAsync();
    }

    private static X509Certificate2 Make(string certificatePath, string keyPath)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        File.WriteAllText(certificatePath, made.ExportCertificatePem());
        File.WriteAllText(keyPath, key.ExportPkcs8PrivateKeyPem());
        return made;
    }
}
