using System.Text;
using AutoValley.Mqtt;
using AutoValley.Server.Fleet;
using AutoValley.Server.Ingest;
using AutoValley.Server.Ordering;
using AutoValley.Server.Runs;
using AutoValley.Storage;
using AutoValley.Telemetry.Batches;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Server.Tests.Ingest;

public sealed class MqttIngestHandlerTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("autovalley-test-");
    private readonly SqliteCatalogue catalogue;
    private readonly MqttIngestHandler handler;

    public MqttIngestHandlerTests()
    {
        catalogue = SqliteCatalogue.Open(Path.Combine(folder.FullName, "catalog.db"), new CatalogueOptions { MaximumVehicles = 1 });
        var counters = new IngestCounters();
        var letters = new DeadLetterBox(catalogue, counters, TimeProvider.System, NullLogger<DeadLetterBox>.Instance);
        var states = new VehicleStates(catalogue, TimeProvider.System);
        // No test gets as far as the store.
        var acceptor = new Acceptor(
            catalogue, null!, letters, new IngestLedger(counters, states, new WatermarkQueue()), new IngestOptions(), TimeProvider.System);
        handler = new MqttIngestHandler(
            acceptor, new JsonIngest(new ServerSessions(catalogue, acceptor, letters, new IngestOptions()), letters, new IngestOptions(), TimeProvider.System), new RunLedger(catalogue), states,
            new AnswerBoard(new KeptCommands(_ => null, _ => default)), letters);
    }

    [Theory]
    [InlineData("status", "online")]
    [InlineData("json", """{"Speed": 1}""")]
    [InlineData("run", null)]
    public async Task Publish_OneVehicleTooMany_IsADeadLetterAndIsAcknowledged(string kind, string? payload)
    {
        Assert.Equal(MqttReasonCode.Success, await PublishAsync("av/v1/acme/first/status", "online"u8.ToArray()));
        var bytes = payload is null ? RunCommandCodec.Write(new RunCommand(RunAction.Start, "r", 1)) : Encoding.UTF8.GetBytes(payload);
        Assert.Equal(MqttReasonCode.PayloadFormatInvalid, await PublishAsync($"av/v1/acme/second/{kind}", bytes));
        Assert.Equal("catalog", Assert.Single(catalogue.DeadLetters("acme/second", 10)).Reason);
    }

    [Fact]
    public async Task Publish_LongNonsense_KeepsAShortDetail()
    {
        await PublishAsync("av/v1/acme/first/json", Encoding.UTF8.GetBytes($$"""{"{{new string('?', 60_000)}}": 1}"""));
        Assert.InRange(Assert.Single(catalogue.DeadLetters(null, 10)).Detail.Length, 1, DeadLetterBox.MaximumDetailLength + 1);
    }

    public void Dispose()
    {
        catalogue.Dispose();
        folder.Delete(recursive: true);
    }

    private ValueTask<MqttReasonCode> PublishAsync(string topic, byte[] payload) =>
        handler.PublishAsync(null!, new MqttPublish { Topic = topic, Payload = payload }, CancellationToken.None);
}
