using AutoValley.Storage.Influx;
using AutoValley.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Storage.Tests.Influx;

/// <summary>The contract over a real InfluxDB 1.6, a database a test.</summary>
[TestCaseOrderer(InfluxOrderer.Type, InfluxOrderer.Assembly)]
public sealed class InfluxSampleStoreTests : SampleStoreColumnContract, IClassFixture<InfluxFixture>
{
    private readonly string database = $"test-{Guid.NewGuid():N}";
    private readonly InfluxFixture influx;
    private readonly OpenedStore opened;

    public InfluxSampleStoreTests(InfluxFixture influx)
    {
        this.influx = influx;
        opened = new OpenedStore((options, catalogue) => SampleStore.Open(
            options, catalogue, TimeProvider.System, NullLogger.Instance, new InfluxStoreOptions { Url = influx.Process.Url, Database = database }));
    }

    protected override ICatalogue Catalogue => opened.Catalogue;

    protected override ISampleStore Store => opened.Store;

    protected override long FirstTime => long.MinValue + 2;

    protected override bool HasFiles => false;

    [ToolFact("influxd")]
    public Task Contract_OverInfluxDb_NeedsInfluxd() => influx.Process.QueryAsync("", "SHOW DATABASES");

    public override async Task DisposeAsync()
    {
        await opened.DisposeAsync();
        await influx.Process.QueryAsync("", $"DROP DATABASE \"{database}\"");
    }

    protected override Task ReopenAsync() => opened.ReopenAsync();
}
