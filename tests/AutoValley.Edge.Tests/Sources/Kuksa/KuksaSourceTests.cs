using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Kuksa;
using AutoValley.Edge.Tests.Support;
using AutoValley.Mqtt;
using AutoValley.Telemetry;
using AutoValley.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Edge.Tests.Sources.Kuksa;

/// <summary>Against a databroker whose gRPC and contract nobody here wrote into the agent.</summary>
public sealed class KuksaSourceTests
{
    private readonly CollectingSink sink = new();

    [ToolFact(Databroker.Python, Databroker.Grpc, Databroker.Protobuf)]
    public async Task Run_SignalsOfAllTypes_AreTakenWithTheirTimes()
    {
        using var databroker = await Databroker.StartAsync();
        await databroker.SetAsync("Vehicle.Speed", "{\"float\": 1.25}", "[1790000000, 123456789]");
        var source = Source(databroker.Port, "Vehicle", "Private.Test.Value");
        await using (new Running(source, sink))
        {
            await Eventually.IsTrueAsync(() => source.Statistics.Values == 1 && Count(source, "signals without a value") == 9);
            (string Path, string Value)[] changes =
            [
                ("Vehicle.IsMoving", "{\"bool\": true}"), ("Vehicle.Mode", "{\"string\": \"park\"}"), ("Vehicle.Wheel.Left", "{\"int32\": -7}"), ("Vehicle.Wheel.Right", "{\"uint64\": 9223372036854775807}"),
                ("Vehicle.Wheel.Count", "{\"int64\": -9007199254740993}"), ("Vehicle.Wheel.Names", "{\"string_array\": [\"a\", \"ü\\\"\"]}"), ("Vehicle.Wheel.Angles", "{\"float_array\": [0.5, -2]}"),
                ("Vehicle.Latitude", "{\"double\": 57.777073115}"), ("Private.Test.Value", "{\"uint32\": 4294967295}"),
            ];
            foreach (var (path, value) in changes)
                await databroker.SetAsync(path, value);
            await Eventually.IsTrueAsync(() => source.Statistics.Values == 10);
        }
        Assert.Equal((1_790_000_000_123_456_789, 1.25), (sink.Samples["Vehicle.Speed"].Single().Time, sink.Samples["Vehicle.Speed"].Single().Value.Double));
        Assert.Equal(
            ["true", "park", "-7", "9223372036854775807", "-9007199254740993", "[0.5,-2]", "57.777073115", "4294967295"],
            new[] { "IsMoving", "Mode", "Wheel.Left", "Wheel.Right", "Wheel.Count", "Wheel.Angles", "Latitude" }.Select(name => $"Vehicle.{name}").Append("Private.Test.Value")
                .Select(name => sink.Samples[name].Single().Value.ToString()));
        Assert.Equal("[\"a\",\"ü\\\"\"]", sink.Samples["Vehicle.Wheel.Names"].Single().Value.Text);
        Assert.Equal(("km/h", "about Vehicle.Speed", SignalType.Double), (sink.Definitions["Vehicle.Speed"].Unit, sink.Definitions["Vehicle.Speed"].Description, sink.Definitions["Vehicle.Speed"].Type));
        Assert.Equal(5_000_000_250, sink.Samples["Vehicle.Latitude"].Single().Time);
        // All but one had no value when it subscribed.
        Assert.Equal((9, 1, 0), (Count(source, "signals without a value"), Count(source, "connections"), Count(source, "interruptions")));
    }

    [ToolFact(Databroker.Python, Databroker.Grpc, Databroker.Protobuf)]
    public async Task Run_ValueThatItsSignalCannotHave_IsRefusedAndCounted()
    {
        using var databroker = await Databroker.StartAsync();
        var source = Source(databroker.Port, "Vehicle");
        await using (new Running(source, sink))
        {
            await Eventually.IsTrueAsync(() => Count(source, "signals without a value") == 9);
            await databroker.SetAsync("Vehicle.Speed", "{\"string\": \"fast\"}");
            await databroker.SetAsync("Vehicle.Wheel.Right", "{\"uint64\": 9223372036854775808}");
            await databroker.SetAsync("Vehicle.Latitude", "{\"double\": 1}", "[9223372036854775, 0]");
            await databroker.SetAsync("Vehicle.Latitude", "null");
            await databroker.SetAsync("Vehicle.Latitude", "{\"double\": 2}", "null");
            await Eventually.IsTrueAsync(() => source.Statistics.Values == 1);
        }
        Assert.Equal((3, 1), (source.Statistics.Faults[KuksaFault.Value], Count(source, "values with the time of receipt")));
        Assert.Equal(2.0, sink.Samples["Vehicle.Latitude"].Single().Value.Double);
        Assert.Contains("Vehicle.Latitude", source.LastFault, StringComparison.Ordinal);
    }

    [ToolFact(Databroker.Python, Databroker.Grpc, Databroker.Protobuf)]
    public async Task Run_SignalsThatAreNotThere_AreAllNamed()
    {
        using var databroker = await Databroker.StartAsync();
        var failure = await Assert.ThrowsAsync<SourceException>(() => Source(databroker.Port, "Vehicle.Speed", "Vehicle.Sped", "Cabin", "Vehicle.Whe").RunAsync(sink, CancellationToken.None));
        Assert.Equal($"kuksa 127.0.0.1:{databroker.Port}: there is no signal or branch 'Vehicle.Sped', 'Cabin', 'Vehicle.Whe'", failure.Message);
        Assert.Empty(sink.Definitions);
    }

    [ToolFact(Databroker.Python, Databroker.Grpc, Databroker.Protobuf)]
    public async Task Run_Token_IsSentAndReadAgainForEachConnection()
    {
        using var databroker = await Databroker.StartAsync(token: "right");
        var token = "wrong";
        var source = Source(databroker.Port, "Vehicle.Speed", options => options with { Token = () => token });
        Assert.Contains("asks for a valid token", (await Assert.ThrowsAsync<SourceException>(() => source.RunAsync(sink, CancellationToken.None))).Message, StringComparison.Ordinal);
        token = "right";
        await using (new Running(source, sink))
            await Eventually.IsTrueAsync(() => Count(source, "connections") == 1);
        token = "no\nheader";
        Assert.Contains("cannot be used", (await Assert.ThrowsAsync<SourceException>(() => source.RunAsync(sink, CancellationToken.None))).Message, StringComparison.Ordinal);
    }

    [ToolFact(Databroker.Python, Databroker.Grpc, Databroker.Protobuf)]
    public async Task Run_DatabrokerKilledInBetween_StartsAgainAndCountsTheInterruption()
    {
        var databroker = await Databroker.StartAsync();
        var source = Source(databroker.Port, "Vehicle.Speed");
        await using (new Running(new RestartedSource(source, TimeProvider.System, NullLoggerFactory.Instance), sink))
        {
            await databroker.SetAsync("Vehicle.Speed", "{\"float\": 1}");
            await Eventually.IsTrueAsync(() => source.Statistics.Values == 1);
            databroker.Dispose();
            using var next = await Databroker.StartAsync(databroker.Port);
            await next.SetAsync("Vehicle.Speed", "{\"float\": 2}", "[6, 0]");
            await Eventually.IsTrueAsync(() => source.Statistics.Values == 2);
        }
        Assert.Equal((2, 1), (Count(source, "connections"), Count(source, "interruptions")));
        Assert.Single(sink.Groups);
    }

    [ToolFact(Databroker.Python, Databroker.Grpc, Databroker.Protobuf)]
    public async Task Run_OverTls_TrustsTheAuthorityThatIsGivenAlone()
    {
        using var folder = new TemporaryFolder();
        using var certificate = WriteCertificate(folder);
        using var databroker = await Databroker.StartAsync(0, "", folder["server.pem"], folder["server.key"]);
        var stranger = Source(databroker.Port, "Vehicle.Speed", options => options with { Address = new Uri($"https://127.0.0.1:{databroker.Port}"), Tls = new MqttTlsOptions() });
        await Assert.ThrowsAsync<SourceException>(() => stranger.RunAsync(sink, CancellationToken.None));
        var source = Source(databroker.Port, "Vehicle.Speed", options => options with { Address = new Uri($"https://127.0.0.1:{databroker.Port}"), Tls = new MqttTlsOptions { TrustedRoots = [certificate], ServerName = "databroker" } });
        await using (new Running(source, sink))
            await Eventually.IsTrueAsync(() => Count(source, "connections") == 1);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("\0\0\0\u0004\0\0\0\0\0ÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿÿ")]
    [InlineData("")]
    public async Task Run_PeerThatIsNoDatabroker_Fails(string answer)
    {
        using var peer = new TcpListener(IPAddress.Loopback, 0);
        peer.Start();
        var running = Source(((IPEndPoint)peer.LocalEndpoint).Port, "Vehicle").RunAsync(sink, CancellationToken.None);
        using (var socket = await peer.AcceptTcpClientAsync())
            await socket.GetStream().WriteAsync(System.Text.Encoding.Latin1.GetBytes(answer));
        await Assert.ThrowsAsync<SourceException>(() => running.WaitAsync(Eventually.Limit));
    }

    [Fact]
    public async Task Run_PeerThatNeverAnswers_IsGivenUp()
    {
        using var peer = new TcpListener(IPAddress.Loopback, 0);
        peer.Start();
        var source = Source(((IPEndPoint)peer.LocalEndpoint).Port, "Vehicle", options => options with { AnswerLimit = TimeSpan.FromMilliseconds(100) });
        Assert.Contains("DeadlineExceeded", (await Assert.ThrowsAsync<SourceException>(() => source.RunAsync(sink, CancellationToken.None).WaitAsync(Eventually.Limit))).Message, StringComparison.Ordinal);
    }

    private static KuksaSource Source(int port, params string[] signals) => new(
        new KuksaOptions { Address = new Uri($"http://127.0.0.1:{port}"), Signals = signals }, TimeProvider.System, NullLoggerFactory.Instance);

    private static KuksaSource Source(int port, string signal, Func<KuksaOptions, KuksaOptions> change) => new(
        change(new KuksaOptions { Address = new Uri($"http://127.0.0.1:{port}"), Signals = [signal] }), TimeProvider.System, NullLoggerFactory.Instance);

    private static long Count(KuksaSource source, string name) => source.Counts.Where(count => count.Name == name).Sum(count => count.Count);

    private static X509Certificate2 WriteCertificate(TemporaryFolder folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=databroker", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("databroker");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(100));
        File.WriteAllText(folder["server.pem"], certificate.ExportCertificatePem());
        File.WriteAllText(folder["server.key"], key.ExportPkcs8PrivateKeyPem());
        return certificate;
    }
}
