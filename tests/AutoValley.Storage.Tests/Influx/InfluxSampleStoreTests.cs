using AutoValley.Storage.Influx;
using AutoValley.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Storage.Tests.Influx;

/// <summary>The contract over a real InfluxDB 1.6, a database a test.</summary>
[TestCaseOrderer(InfluxOrderer.Type, InfluxOrderer.Assembly)]
public sealed class InfluxSampleStoreTests(InfluxFixture influx) : SampleStoreColumnContract, IClassFixture<InfluxFixture>
{
    private readonly TemporaryFolder folder = new();
    private readonly string database = $"test-{Guid.NewGuid():N}";
    private SqliteCatalogue? catalogue;
    private SampleStore? store;

    protected override ICatalogue Catalogue => catalogue!;

    protected override ISampleStore Store => store!;

    protected override long FirstTime => long.MinValue + 2;

    protected override bool HasFiles => false;

    [ToolFact("influxd")]
    public Task Contract_OverInfluxDb_NeedsInfluxd() => influx.Process.QueryAsync("", "SHOW DATABASES");

    public override Task InitializeAsync()
    {
        catalogue = SqliteCatalogue.Open(folder["catalog.db"]);
        store = SampleStore.Open(
            new StoreOptions { Folder = folder.Path, SegmentBytes = 1 << 20 }, catalogue, TimeProvider.System, NullLogger.Instance,
            new InfluxStoreOptions { Url = influx.Process.Url, Database = database });
        return Task.CompletedTask;
    }

    protected override async Task ReopenAsync()
    {
        await store!.DisposeAsync();
        catalogue!.Dispose();
        await InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await store!.DisposeAsync();
        catalogue!.Dispose();
        folder.Dispose();
        await influx.Process.QueryAsync("", $"DROP DATABASE \"{database}\"");
    }
}
