using AutoValley.Testing;

namespace AutoValley.Storage.Tests.Influx;

/// <summary>
/// The model's plays on a real InfluxDB: sessions with holes and late batches, numbers over NaN and the other way about, all at the same times; what is known of a
/// session is forgotten whenever there is another.
/// </summary>
[TestCaseOrderer(InfluxOrderer.Type, InfluxOrderer.Assembly)]
public sealed class InfluxModelTests(InfluxFixture influx) : SampleStoreModelTests, IClassFixture<InfluxFixture>
{
    protected override int Plays => 12;

    [ToolFact("influxd")]
    public Task Model_OverInfluxDb_NeedsInfluxd() => influx.Process.QueryAsync("", "SHOW DATABASES");

    private protected override async Task<TestStore> NewStoreAsync()
    {
        var test = await base.NewStoreAsync();
        await test.UseInfluxAsync(influx.Process.Url, options => options with { MaximumSessions = 1 });
        return test;
    }
}
