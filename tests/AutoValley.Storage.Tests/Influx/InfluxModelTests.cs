namespace AutoValley.Storage.Tests.Influx;

/// <summary>The model's plays on a real InfluxDB: sessions with holes and late batches, numbers over NaN and the other way about, all at the same times.</summary>
[TestCaseOrderer(InfluxOrderer.Type, InfluxOrderer.Assembly)]
public sealed class InfluxModelTests(InfluxFixture influx) : SampleStoreModelTests, IClassFixture<InfluxFixture>
{
    protected override int Plays => 12;

    private protected override async Task<TestStore> NewStoreAsync()
    {
        var test = await base.NewStoreAsync();
        await test.UseInfluxAsync(influx.Process.Url);
        return test;
    }
}
