using AutoValley.Storage.Influx;
using AutoValley.Telemetry;

namespace AutoValley.Storage.Tests.Influx;

/// <summary>A write without an answer may be stored later than what is written after it: nothing may lie in its way.</summary>
public sealed class InfluxUnansweredTests : IAsyncLifetime
{
    private readonly TestStore test = new();
    private FakeInflux influx = null!;
    private Session session = null!;

    public async Task InitializeAsync()
    {
        influx = await FakeInflux.StartAsync();
        await test.UseInfluxAsync(influx.Url, options => Options(options));
        session = test.Vehicle.NewSession();
    }

    public async Task DisposeAsync()
    {
        await test.DisposeAsync();
        Assert.Empty(influx.Faults);
        await influx.DisposeAsync();
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(500, true)]
    [InlineData(502, true)]
    [InlineData(504, true)]
    [InlineData(503, false)]
    [InlineData(429, false)]
    [InlineData(401, false)]
    public async Task Seal_AfterAWriteThatMayBeStoredYet_BeginsAPart(int status, bool begins)
    {
        await SealAsync(1);
        influx.Always = () => new(status, "");
        await test.Store.AppendAsync(TestVehicle.Speeds(session, 2, 2), default);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => test.Store.SealAsync(default));
        influx.Always = null;
        // The same again goes where it went.
        await SealAsync();
        Assert.Equal((1, 2), (Parts().Length, influx.Lines.Count));
        await SealAsync(3);
        await SealAsync(4);
        Assert.Equal(begins ? ["part=1", "part=3"] : ["part=1"], Parts());
        Assert.Equal(4, influx.Lines.Count);
    }

    [Fact]
    public async Task Choose_PartIsClosedWithinASegment_KeepsWhatWasBegunAndBeginsAnother()
    {
        using var client = new InfluxClient(Options(new InfluxStoreOptions { Url = influx.Url }), TimeProvider.System, new InfluxPace(new InfluxStoreOptions { Url = influx.Url }, TimeProvider.System));
        var ledger = new PartLedger(client, test.Catalogue, maximumSessions: 1);
        Assert.Equal(1ul, await ChooseAsync(1, 2));
        ledger.Begin(session, new SequenceRange(1, 2), 1);
        Assert.Equal(1ul, await ChooseAsync(3, 4));
        ledger.Close([(session.Id, 1)]);
        Assert.Equal(1ul, await ChooseAsync(1, 2));
        Assert.Equal(3ul, await ChooseAsync(3, 4));

        ValueTask<ulong> ChooseAsync(ulong first, ulong last) => ledger.ChooseAsync(session, new SequenceRange(first, last), mayExtend: true, default);
    }

    private static InfluxStoreOptions Options(InfluxStoreOptions options) =>
        options with { Org = "track", Bucket = "av", Token = "secret", MaximumPause = TimeSpan.FromMilliseconds(1) };

    private string[] Parts() => [.. influx.Lines.Keys.Select(key => key.Split(',').Single(tag => tag.StartsWith("part=", StringComparison.Ordinal))).Distinct().Order()];

    private async Task SealAsync(params long[] batches)
    {
        foreach (var number in batches)
            await test.Store.AppendAsync(TestVehicle.Speeds(session, (ulong)number, number), default);
        await test.SealPatientlyAsync();
    }
}
