using System.Net;
using AutoValley.EndToEnd.Harness;

namespace AutoValley.EndToEnd;

/// <summary>What a site's own monitoring sees.</summary>
public sealed class ObservabilityTests
{
    [Fact]
    public async Task HealthAndMetrics_FreshServer_AnswerAsPromised()
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var http = new HttpClient();
        Assert.StartsWith(
            """{"live":true,"ready":true,"reason":"","warnings":[],"name":"autovalley","status":"pass","message":"ready for queries and writes","version":""",
            await http.GetStringAsync(server.Http + "/health"), StringComparison.Ordinal);
        Assert.Equal("""{"live":true}""", await http.GetStringAsync(server.Http + "/health/live"));

        var metrics = await http.GetStringAsync(server.Http + "/metrics");
        Assert.Contains("\nautovalley_batches_accepted_total 0\n", metrics, StringComparison.Ordinal);
        Assert.Contains("\nautovalley_rejected_total{reason=\"checksum\"} 0\n", metrics, StringComparison.Ordinal);
        Assert.Contains("\nautovalley_store_writable 1\n", metrics, StringComparison.Ordinal);

        using var unknown = await http.GetAsync(server.Http + "/nothing");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task Start_DataFolderInUse_SaysSoAndEndsWith2()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await using var second = HostedProcess.Product(
            "AutoValley.Server", "--data", Path.Combine(server.Folder, "data"), "--http", "0", "--grpc", "0", "--mqtt", "0");
        Assert.Equal(2, await second.ExitCodeAsync());
        Assert.Contains("data", Assert.Single(second.Output.Split('\n')), StringComparison.Ordinal);
    }
}
