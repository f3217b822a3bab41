using AutoValley.EndToEnd.Harness;
using AutoValley.Mqtt.Tests.Support;
using AutoValley.Testing;
using AutoValley.V1;

namespace AutoValley.EndToEnd;

/// <summary>The main job through a broker that nobody here wrote: agent → mosquitto → server → query.</summary>
public sealed class BrokerTests
{
    [BrokerDriveFact]
    public async Task KillBrokerServerAndAgent_InTurn_EverySampleIsThereOnce()
    {
        await using var broker = await BrokerUnderTest.StartAsync();
        await using var server = await ServerUnderTest.StartAsync("--mqtt-broker", $"mqtt://{broker.Address}", "--set", "Store:SealAge=1s");
        await using (var first = Replay(server, broker))
        {
            await SamplesArriveAsync(server, 20_000);
            await broker.Process.KillAsync();
            await HealthAsync(server, connected: false);
            await broker.StartAgainAsync();
            await SamplesArriveAsync(server, 40_000);

            await server.Process.KillAsync();
            await server.StartAgainAsync();
            await SamplesArriveAsync(server, 1_000);

            await first.KillAsync();
        }
        await using var second = Replay(server, broker, "max");
        await second.SuccessAsync();
        Rav4Facts.AssertAll(await StoredDrive.ReadAsync(server.Query, Rav4.Vehicle, Rav4.Span));
        await HealthAsync(server, connected: true);
        Assert.Empty((await Letters(server).ListDeadLettersAsync(new ListDeadLettersRequest())).DeadLetters);
    }

    [BrokerDriveFact]
    public async Task TwoServers_OneBroker_ShareTheDriveAndLetTheAgentGo()
    {
        await using var broker = await BrokerUnderTest.StartAsync();
        string[] settings = ["--mqtt-broker", $"mqtt://{broker.Address}", "--set", "Store:MaximumSessionHoles=100"];
        await using var one = await ServerUnderTest.StartAsync(settings);
        await using var other = await ServerUnderTest.StartAsync(settings);
        await HealthAsync(one, connected: true);
        await HealthAsync(other, connected: true);

        // It ends when its spool is empty: watermarks cover every batch, whichever server has it.
        await using var agent = Replay(one, broker, "max");
        await agent.SuccessAsync();

        var (first, second) = (await DriveAsync(one), await DriveAsync(other));
        Assert.True(first.Count > 10_000 && second.Count > 10_000, $"{first.Count} and {second.Count} samples are not shared");
        Rav4Facts.AssertAll(StoredDrive.Union(first, second));
        // What one has the other one has settled: no holes are left.
        foreach (var server in new[] { one, other })
            await Eventually.IsTrueAsync(async () => await RangesAsync(server) == 1, () => server.Process.Output);
    }

    [ToolFact(BrokerUnderTest.Program, "mosquitto_pub")]
    public async Task Broker_Mqtt311_SaysThatOneServerMayRunAndTakesJson()
    {
        await using var broker = await BrokerUnderTest.StartAsync();
        await using var server = await ServerUnderTest.StartAsync("--mqtt-broker", $"mqtt://{broker.Address}", "--set", "Broker:Version=3.1.1");
        await server.Process.LineAsync("only one server may stand behind this broker");
        await HealthAsync(server, connected: true);
        await using var publish = HostedProcess.Start(
            "mosquitto_pub", ["-p", $"{broker.Port}", "-q", "1", "-t", "av/v1/acme/tracker/json", "-m", """{"Vehicle.Speed": 61.2}"""]);
        await publish.SuccessAsync();
        await SamplesArriveAsync(server, 1);
    }

    [ToolFact(BrokerUnderTest.Program, "mosquitto_pub")]
    public async Task Broker_TlsWithClientCertificate_IsUsedAndWhatIsWrongIsSaid()
    {
        using var certificates = new Certificates();
        using var strangers = new Certificates();
        var folder = Directory.CreateTempSubdirectory("autovalley-broker-tls-");
        await using var broker = await BrokerUnderTest.StartAsync(certificates.WriteFor(folder));
        string In(string name) => Path.Combine(folder.FullName, name);
        string[] Settings(string authority, string certificate) =>
        [
            "--mqtt-broker", $"mqtts://{broker.Address}", "--set", $"Broker:CertificateAuthority={authority}",
            "--set", $"Broker:Certificate={In(certificate + ".pem")}", "--set", $"Broker:CertificateKey={In(certificate + ".key")}",
        ];
        await using (var server = await ServerUnderTest.StartAsync(Settings(In("ca.pem"), "client")))
        {
            await HealthAsync(server, connected: true);
            await using var publish = HostedProcess.Start(
                "mosquitto_pub",
                ["-h", "127.0.0.1", "-p", $"{broker.Port}", "--cafile", In("ca.pem"), "--cert", In("client.pem"), "--key", In("client.key"), "-q", "1", "-t", "av/v1/acme/tracker/json",
                    "-m", """{"Vehicle.Speed": 61.2}"""]);
            await publish.SuccessAsync();
            await SamplesArriveAsync(server, 1);
            using var http = new HttpClient();
            var metrics = await http.GetStringAsync(server.Http + "/metrics");
            Assert.Contains("\nautovalley_broker_connected 1\n", metrics, StringComparison.Ordinal);
            Assert.Contains("\nautovalley_broker_publishes_total 1\n", metrics, StringComparison.Ordinal);
        }
        // An authority that did not sign the broker's certificate: no connection, and /health says why.
        await File.WriteAllTextAsync(In("strangers.pem"), strangers.Authority.ExportCertificatePem());
        await using var wrong = await ServerUnderTest.StartAsync(Settings(In("strangers.pem"), "client"));
        await HealthAsync(wrong, connected: false, "the certificate is not trusted");
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("--set", "Broker:Password=secret")]
    [InlineData("--mqtt-broker", "mqtt://av:secret@127.0.0.1")]
    public async Task Password_OnTheCommandLine_IsRefused(params string[] arguments)
    {
        await using var server = HostedProcess.Product("AutoValley.Server", arguments);
        Assert.Equal(2, await server.ExitCodeAsync());
        Assert.Contains("AUTOVALLEY__BROKER__PASSWORD", server.Output, StringComparison.Ordinal);
    }

    private static async Task<int> RangesAsync(ServerUnderTest server)
    {
        var vehicle = Assert.Single((await server.Fleet.ListVehiclesAsync(new ListVehiclesRequest())).Vehicles);
        return Assert.Single(vehicle.Sessions).Durable.Count;
    }

    private static HostedProcess Replay(ServerUnderTest server, BrokerUnderTest broker, string speed = "10") =>
        HostedProcess.Product("AutoValley.Edge", Rav4.Replay(broker.Address, Path.Combine(server.Folder, "spool"), speed));

    private static IngestService.IngestServiceClient Letters(ServerUnderTest server) => new(server.Channel);

    private static Task<StoredDrive> DriveAsync(ServerUnderTest server) => StoredDrive.ReadAsync(server.Query, Rav4.Vehicle, Rav4.Span);

    private static async Task HealthAsync(ServerUnderTest server, bool connected, string reason = "")
    {
        using var http = new HttpClient();
        var last = "";
        await Eventually.IsTrueAsync(
            async () => (last = await http.GetStringAsync(server.Http + "/health")).Contains($"\"connected\":{(connected ? "true" : "false")}", StringComparison.Ordinal)
                && last.Contains(reason, StringComparison.Ordinal),
            () => $"{last}\n{server.Process.Output}");
    }

    private static Task SamplesArriveAsync(ServerUnderTest server, ulong samples) => Eventually.IsTrueAsync(
        async () => (await server.Fleet.GetStatusAsync(new GetStatusRequest())).SamplesAccepted >= samples,
        () => $"fewer than {samples} samples; the server said:\n{server.Process.Output}");
}
