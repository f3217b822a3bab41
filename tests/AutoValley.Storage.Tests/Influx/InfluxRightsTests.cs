using AutoValley.Storage.Influx;
using AutoValley.Testing;
using AutoValley.Testing.Influx;

namespace AutoValley.Storage.Tests.Influx;

/// <summary>InfluxDB 1.x that asks who it is: a user who may read and write a database, and nothing else.</summary>
public sealed class InfluxRightsTests : IAsyncLifetime
{
    private const string Administrator = "u=root&p=secret";

    private readonly TestStore test = new();
    private InfluxProcess? influx;

    public async Task InitializeAsync()
    {
        if (InfluxOrderer.IsInstalled)
            influx = await InfluxProcess.StartAsync(httpSettings: "auth-enabled = true");
    }

    public async Task DisposeAsync()
    {
        await test.DisposeAsync();
        if (influx is not null)
            await influx.DisposeAsync();
    }

    [ToolFact("influxd")]
    public async Task Seal_UserWhoIsNoAdministrator_WritesAndReadsADatabaseThatIsThere()
    {
        await AskAsync("CREATE USER root WITH PASSWORD 'secret' WITH ALL PRIVILEGES");
        await AskAsync("CREATE USER av WITH PASSWORD 'word'");
        await test.UseInfluxAsync(influx!.Url, options => options with { Database = "vehicles", User = "av", Password = "word", MaximumPause = TimeSpan.FromMilliseconds(1) });
        await test.Store.AppendAsync(TestVehicle.Speeds(test.Vehicle.NewSession(), 1, 10), default);
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => test.Store.SealAsync(default));
        Assert.DoesNotContain("word", refused.Message, StringComparison.Ordinal);
        await AskAsync("CREATE DATABASE vehicles");
        await AskAsync("GRANT ALL ON vehicles TO av");
        await test.SealPatientlyAsync();
        await test.AssertSpeedTimesAsync(10);
    }

    private async Task AskAsync(string statement)
    {
        using var http = new HttpClient();
        using var content = new FormUrlEncodedContent([new("q", statement)]);
        using var response = await http.PostAsync(new Uri(influx!.Url, $"query?{Administrator}"), content);
        var text = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain("error", text, StringComparison.Ordinal);
    }
}
