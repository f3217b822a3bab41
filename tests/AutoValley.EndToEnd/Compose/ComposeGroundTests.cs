using System.Globalization;
using System.Text.Json;
using AutoValley.EndToEnd.Harness;
using AutoValley.Testing;
using AutoValley.Testing.Influx;
using AutoValley.V1;

namespace AutoValley.EndToEnd.Compose;

/// <summary>What compose/ starts, as processes of this machine: its settings, its vehicles, its broker's configuration; InfluxDB 1.6 in the place of 2.</summary>
public sealed class ComposeGroundTests
{
    private const string Database = "autovalley";

    [ComposeFact(BrokerUnderTest.Program, "influxd")]
    public async Task Ground_ThroughBrokerAndInfluxDb_AnswersGrafanasDashboard()
    {
        var file = await ComposeFile.ReadAsync();
        await using var influx = await InfluxProcess.StartAsync();
        await influx.QueryAsync("", $"CREATE DATABASE {Database}");
        await using var broker = await BrokerUnderTest.StartAsync(BrokerSettings());
        await using var server = ServerUnderTest.Create("--set", "Store:SealAge=1s");
        foreach (var (name, value) in Settings(file, influx, broker))
            server.Variables.Add(name, value);
        await server.StartAgainAsync();
        using var vehicles = new ComposeVehicles(broker.Address);
        await using var import = HostedProcess.Product("AutoValley.Cli", Command(file, server));
        await import.SuccessAsync();
        var agents = vehicles.Start().ToArray();
        try
        {
            await OnTheMapAsync(server, agents);
            foreach (var (title, query) in GrafanaDashboard.Queries())
            {
                await Eventually.IsTrueAsync(async () => HasRows(await AskAsync(server, query)), () => $"{title}: the server has no rows for {query}");
                await Eventually.IsTrueAsync(async () => HasRows(await influx.QueryAsync(Database, query)), () => $"{title}: InfluxDB has no rows for {query}");
            }
        }
        finally
        {
            foreach (var agent in agents)
                await agent.DisposeAsync();
        }
    }

    // The rest of its lines but where it listens and keeps files.
    private static string[] BrokerSettings() =>
    [
        .. File.ReadLines(ComposeFile.In("mosquitto/mosquitto.conf")).Where(line =>
            line.Length > 0 && line[0] != '#' && !line.StartsWith("listener", StringComparison.Ordinal) && !line.StartsWith("persistence", StringComparison.Ordinal)
            && !line.StartsWith("allow_anonymous", StringComparison.Ordinal)),
    ];

    private static Dictionary<string, string> Settings(ComposeFile file, InfluxProcess influx, BrokerUnderTest broker)
    {
        var settings = file.EnvironmentOf("server");
        settings["AUTOVALLEY__INFLUX__URL"] = influx.Url.ToString();
        settings["AUTOVALLEY__BROKER__ADDRESS"] = $"mqtt://{broker.Address}";
        // 1.6 has a database where 2 has a bucket, and nobody is asked who he is.
        foreach (var name in new[] { "ORG", "BUCKET", "TOKEN" })
            Assert.True(settings.Remove($"AUTOVALLEY__INFLUX__{name}"), $"compose.yaml says no AUTOVALLEY__INFLUX__{name}");
        settings["AUTOVALLEY__INFLUX__DATABASE"] = Database;
        return settings;
    }

    private static string[] Command(ComposeFile file, ServerUnderTest server) =>
    [
        .. file.Services.GetProperty("ground").GetProperty("entrypoint").EnumerateArray().Skip(1).Select(one => one.GetString()!)
            .Select(word => word.Replace("http://server:8081", server.GrpcAddress, StringComparison.Ordinal).Replace("/usr/share/autovalley", ComposeVehicles.GroundFolder, StringComparison.Ordinal)),
    ];

    private static async Task OnTheMapAsync(ServerUnderTest server, HostedProcess[] agents)
    {
        using var watch = server.Site.WatchOccupancy(new WatchOccupancyRequest());
        HashSet<string> placed = [];
        using var limit = new CancellationTokenSource(Eventually.Limit);
        while (placed.Count < agents.Length)
        {
            Assert.True(await watch.ResponseStream.MoveNext(limit.Token), $"the watch ended: {server.Process.Output}");
            var vehicles = watch.ResponseStream.Current.ResponseCase switch
            {
                WatchOccupancyResponse.ResponseOneofCase.Snapshot => watch.ResponseStream.Current.Snapshot.Vehicles,
                WatchOccupancyResponse.ResponseOneofCase.Changes => watch.ResponseStream.Current.Changes.Vehicles,
                _ => [],
            };
            placed.UnionWith(vehicles.Where(one => one.Zones.Count > 0).Select(one => one.Vehicle));
        }
    }

    private static async Task<JsonElement> AskAsync(ServerUnderTest server, string query)
    {
        using var http = new HttpClient();
        using var form = new FormUrlEncodedContent([new("q", query)]);
        using var response = await http.PostAsync(new Uri($"{server.Http}/query?db={Database}&epoch=ms"), form);
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.True(response.IsSuccessStatusCode, string.Create(CultureInfo.InvariantCulture, $"{response.StatusCode} for {query}: {document.RootElement}"));
        return document.RootElement.GetProperty("results")[0].Clone();
    }

    private static bool HasRows(JsonElement result) =>
        result.TryGetProperty("error", out var error) ? throw new InvalidOperationException(error.GetString())
        : result.TryGetProperty("series", out var series) && series[0].GetProperty("values").GetArrayLength() > 0;
}
