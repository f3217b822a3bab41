using AutoValley.Storage.Influx;
using AutoValley.Telemetry;

namespace AutoValley.Storage.Tests.Influx;

/// <summary>Deleting goes on where InfluxDB does not count in time.</summary>
public sealed class InfluxDeletingTests : IAsyncLifetime
{
    private FakeInflux influx = null!;

    public async Task InitializeAsync() => influx = await FakeInflux.StartAsync();

    public async Task DisposeAsync()
    {
        Assert.Empty(influx.Faults);
        await influx.DisposeAsync();
    }

    [Theory]
    [InlineData("""{"results":[{"statement_id":0,"series":[{"name":"telemetry","columns":["time","count_a","count_b"],"values":[[0,3,4]]}]}]}""", 7, true)]
    [InlineData("""{"results":[{"statement_id":0,"error":"timeout"}]}""", 0, true)]
    [InlineData("""{"results":[{"statement_id":0}]}""", 0, false)]
    public async Task Delete_Range_IsDoneAlsoWithoutACount(string count, long counted, bool deletes)
    {
        List<string> asked = [];
        influx.Query = statement =>
        {
            asked.Add(statement);
            return statement.StartsWith("SELECT count(*)", StringComparison.Ordinal) ? new(200, count) : null;
        };
        var options = new InfluxStoreOptions { Url = influx.Url, Bucket = "av", Org = "track", Token = "secret" };
        using var client = new InfluxClient(options, TimeProvider.System, new InfluxPace(options, TimeProvider.System));
        Assert.Equal(counted, await new InfluxUpkeep(client, new InfluxQl("")).DeleteAsync(new TimeRange(10, 20), default));
        Assert.Equal(deletes ? ["DELETE FROM \"telemetry\" WHERE time >= 10 AND time <= 19"] : [], asked.Skip(1));
    }
}
