using AutoValley.EndToEnd.Harness;
using AutoValley.Testing;
using AutoValley.V1;

namespace AutoValley.EndToEnd;

/// <summary>Clients that nobody here wrote: Debian's mosquitto_pub and mosquitto_sub.</summary>
public sealed class MosquittoTests
{
    [ToolFact("mosquitto_pub")]
    public async Task Publish_JsonSample_CanBeQueried()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await PublishAsync(server, "av/v1/acme/tracker/json", """{"ts": 1790000000.25, "Vehicle.Speed": 61.2, "Vehicle.IsMoving": true, "Driver": "Ada"}""");

        var second = new V1.TimeSpan { From = 1_790_000_000_000_000_000, To = 1_790_000_001_000_000_000 };
        var drive = await StoredDrive.ReadAsync(server.Query, "acme/tracker", second);
        Assert.Equal((1_790_000_000_250_000_000, 61.2), Assert.Single(drive["Vehicle.Speed"]));
        Assert.Equal((1_790_000_000_250_000_000, 1.0), Assert.Single(drive["Vehicle.IsMoving"]));
        var latest = await server.Fleet.GetLatestAsync(new GetLatestRequest { Vehicle = "acme/tracker", Signals = { "Driver" } });
        Assert.Equal("Ada", Assert.Single(latest.Samples).Value.Text);
    }

    [ToolFact("mosquitto_pub")]
    public async Task Publish_UnusableInput_IsADeadLetterAndIsAcknowledged()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await PublishAsync(server, "av/v1/acme/tracker/json", """{"Vehicle.Speed": """);
        await PublishAsync(server, "av/v1/acme/tracker/telemetry", "this is no batch at all");
        await PublishAsync(server, "some/other/topic", "hello");

        var ingest = new IngestService.IngestServiceClient(server.Channel);
        var letters = await ingest.ListDeadLettersAsync(new ListDeadLettersRequest());
        Assert.Equal(["topic", "malformed", "malformed"], letters.DeadLetters.Select(letter => letter.Reason.Replace("checksum", "malformed")));
        Assert.Equal(3u, letters.Total);
        using var http = new HttpClient();
        var metrics = await http.GetStringAsync(server.Http + "/metrics");
        Assert.Contains("autovalley_rejected_total{reason=\"topic\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("autovalley_mqtt_refused_total{reason=\"TopicNameInvalid\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("autovalley_mqtt_publishes_received_total 3\n", metrics, StringComparison.Ordinal);
        Assert.Equal("hello", letters.DeadLetters[0].Payload.ToStringUtf8());
        Assert.All(letters.DeadLetters.Skip(1), letter => Assert.Equal("acme/tracker", letter.Vehicle));
    }

    [ToolFact("mosquitto_sub", "mosquitto_pub")]
    public async Task Subscribe_VehicleTopics_SeesTelemetry()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await using var subscriber = HostedProcess.Start(
            "stdbuf", ["-oL", "mosquitto_sub", "-p", $"{server.MqttPort}", "-t", "av/v1/acme/#", "-v", "-d", "-V", "mqttv5"]);
        await subscriber.LineAsync("Subscribed");
        await PublishAsync(server, "av/v1/acme/tracker/json", """{"Vehicle.Speed": 61.2}""");
        await subscriber.LineAsync("av/v1/acme/tracker/json {\"Vehicle.Speed\": 61.2}");
    }

    [ToolFact("mosquitto_sub")]
    public async Task Subscribe_AgentsTopics_SeesBatchesAndWatermarks()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await using var subscriber = HostedProcess.Start(
            "stdbuf", ["-oL", "mosquitto_sub", "-p", $"{server.MqttPort}", "-t", "av/v1/#", "-F", "%t %l", "-d", "-V", "mqttv5"]);
        await subscriber.LineAsync("Subscribed");
        var log = Path.Combine(server.Folder, "gnss.csv");
        await File.WriteAllLinesAsync(log, ["t_s,lat_deg,lon_deg,speed_mps", "1790000000.0,49.6,-107.4,10", "1790000000.1,49.6,-107.5,11"]);
        await using var agent = HostedProcess.Product(
            "AutoValley.Edge", "replay", "--gnss", log, "--vehicle", "acme/car", "--server", server.Mqtt, "--speed", "max",
            "--spool", Path.Combine(server.Folder, "spool"));
        await agent.SuccessAsync();
        foreach (var kind in new[] { "catalog", "telemetry", "ack", "status" })
            await subscriber.LineAsync($"av/v1/acme/car/{kind} ");
    }

    /// <summary>QoS 1: mosquitto_pub ends with 0 only after its PUBACK, which waits until the sample is durable.</summary>
    private static async Task PublishAsync(ServerUnderTest server, string topic, string payload)
    {
        await using var publisher = HostedProcess.Start("mosquitto_pub", ["-p", $"{server.MqttPort}", "-q", "1", "-t", topic, "-m", payload]);
        await publisher.SuccessAsync();
    }
}
