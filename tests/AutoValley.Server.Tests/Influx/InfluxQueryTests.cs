using System.Net;
using System.Text.Json;
using AutoValley.Server.Influx;
using AutoValley.Server.Query;

namespace AutoValley.Server.Tests.Influx;

/// <summary>What <c>/query</c> does that InfluxDB does not, or does otherwise.</summary>
public sealed class InfluxQueryTests : IAsyncLifetime
{
    private const long Time = 1_790_000_000_000_000_000;

    private InfluxHost host = null!;

    public async Task InitializeAsync()
    {
        host = await InfluxHost.StartAsync(options => options with { Query = new QueryOptions { MaximumBuckets = 1_000, MaximumPercentileSamples = 100 } });
        await host.WriteAsync(
            $"telemetry,organisation=acme,vehicle=car-1 Vehicle.Speed=61.2,Speed=1,Gear:integer=3i {Time}\ntelemetry,organisation=bravo,vehicle=car-1 Vehicle.Speed=50 {Time}\n"
            + $"cpu,organisation=acme,host=srv-1,cpu=cpu0 usage=1 {Time}",
            "/write?db=autovalley");
    }

    public Task DisposeAsync() => host.DisposeAsync().AsTask();

    [Fact]
    public async Task Select_FromTelemetry_HasSignalsAsTheyAreCalledHere() => Assert.Equal(
        $$"""[{"name":"telemetry","columns":["time","Gear","Speed","Vehicle.Speed","cpu.usage..cpu.cpu0","vehicle"],"values":[[{{Time}},3,1,61.2,null,"car-1"],[{{Time}},null,null,null,1,"srv-1"]]}]""",
        await host.QueryAsync("SELECT * FROM telemetry"));

    [Fact]
    public async Task Select_FromAFirstWord_HasTheRestAsFields() =>
        Assert.Equal($$"""[{"name":"Vehicle","columns":["time","Speed"],"values":[[{{Time}},61.2]]}]""", await host.QueryAsync("SELECT Speed FROM Vehicle"));

    [Fact]
    public async Task Select_OfTagsThatLookAlike_HasASeriesEach()
    {
        await host.WriteAsync($"m,host=srv-1,a=b\\,\\ c f=1 {Time}\nm,host=srv-1,a\\,\\ b=c f=2 {Time}");
        Assert.Equal($$"""[{"name":"m","columns":["time","f"],"values":[[{{Time}},1],[{{Time}},2]]}]""", await host.QueryAsync("SELECT f FROM m"));
    }

    [Fact]
    public async Task Select_FromTheDatabaseOfAll_HasOrganisations() => Assert.Equal(
        $$"""[{"name":"telemetry","tags":{"organisation":"acme"},"columns":["time","Vehicle.Speed"],"values":[[{{Time}},61.2]]},{"name":"telemetry","tags":{"organisation":"bravo"},"columns":["time","Vehicle.Speed"],"values":[[{{Time}},50]]}]""",
        await host.QueryAsync("SELECT Vehicle.Speed FROM telemetry GROUP BY organisation", "db=autovalley&epoch=ns"));

    [Fact]
    public async Task Select_OfAnOrganisation_DoesNotHaveOthers()
    {
        Assert.Equal($$"""[{"name":"telemetry","columns":["time","Vehicle.Speed"],"values":[[{{Time}},50]]}]""", await host.QueryAsync("SELECT Vehicle.Speed FROM telemetry", "db=bravo&epoch=ns"));
        Assert.DoesNotContain("acme", await host.QueryAsync("SHOW SERIES", "db=bravo"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Select_ByTheOtherNameOfTheVehiclesTag_IsTheVehicle()
    {
        Assert.Equal(
            $$"""[{"name":"cpu","tags":{"host":"srv-1"},"columns":["time","usage","cpu"],"values":[[{{Time}},1,"cpu0"]]}]""",
            await host.QueryAsync("SELECT usage, cpu FROM cpu WHERE host = 'srv-1' GROUP BY host"));
        Assert.Equal("""[{"name":"cpu","columns":["key","value"],"values":[["host","srv-1"]]}]""", await host.QueryAsync("SHOW TAG VALUES FROM cpu WITH KEY = host"));
    }

    [Fact]
    public async Task Select_AFieldWithANameOfTheVehiclesTag_IsFoundByItsCast()
    {
        await host.WriteAsync($"net,vehicle=car-1 host=\"proxy\",up=1 {Time}\nnet,vehicle=car-2 host=\"direct\",up=2 {Time}");
        string Answer(string columns, string values) => $$"""[{"name":"net","columns":["time",{{columns}}],"values":[[{{Time}},{{values}}]]}]""";
        Assert.Equal(Answer("\"up\"", "1"), await host.QueryAsync("SELECT up FROM net WHERE host::field = 'proxy'"));
        Assert.Equal(Answer("\"up\"", "1"), await host.QueryAsync("SELECT up FROM net WHERE host::string =~ /prox/ AND host::tag = 'car-1'"));
        Assert.Equal(Answer("\"up\"", "2"), await host.QueryAsync("SELECT up FROM net WHERE host = 'car-2'"));
        Assert.Equal("", await host.QueryAsync("SELECT up FROM net WHERE host::tag = 'proxy'"));
        Assert.Equal(Answer("\"host\",\"host_1\"", "\"direct\",\"car-2\""), await host.QueryAsync("SELECT host::field, host FROM net WHERE host = 'car-2'"));
    }

    [Fact]
    public async Task Select_WhatHasNoWordInJson_IsNull()
    {
        await host.WriteAsync($"telemetry,vehicle=car-2 d:bits=\"7ff8000000000000\",e:bits=\"fff0000000000000\" {Time}\ntelemetry,vehicle=car-2 d:bits=\"7ff8\" {Time}");
        Assert.Equal([(Time, double.NaN)], await host.ReadAsync("acme/car-2", "d"));
        Assert.Equal([(Time, double.NegativeInfinity)], await host.ReadAsync("acme/car-2", "e"));
        Assert.Equal($$"""[{"name":"telemetry","columns":["time","d","e"],"values":[[{{Time}},null,null]]}]""", await host.QueryAsync("SELECT d, e FROM telemetry WHERE vehicle = 'car-2'"));
    }

    [Fact]
    public async Task Select_GreatIntegers_AreExact()
    {
        await host.WriteAsync($"m,vehicle=car-1 n=9007199254740993i {Time}\nm,vehicle=car-1 n=1i {Time + 1}");
        Assert.Equal(
            """[{"name":"m","columns":["time","sum","max","count"],"values":[[0,9007199254740994,9007199254740993,2]]}]""", await host.QueryAsync("SELECT sum(n), max(n), count(n) FROM m"));
    }

    [Theory]
    [InlineData("SELECT usage FROM (SELECT usage FROM cpu)", "a subquery is not spoken here")]
    [InlineData("SELECT usage INTO x FROM cpu", "INTO is not spoken here")]
    [InlineData("DELETE FROM cpu", "DELETE is not spoken here, at line 1, char 1")]
    [InlineData("SHOW QUERIES", "SHOW QUERIES is not spoken here")]
    [InlineData("SHOW SERIES CARDINALITY", "SHOW SERIES CARDINALITY is not spoken here")]
    [InlineData("SELECT usage FROM cpu TZ('Europe/Berlin')", "a time zone other than tz('UTC') is not spoken here")]
    [InlineData("SELECT usage FROM cpu WHERE host =~ /(a)\\1/", "error parsing query")]
    public async Task Query_WhatIsNotSpoken_IsRefusedByItsName(string query, string text)
    {
        var (status, body) = await host.TryQueryAsync(query);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        using var json = JsonDocument.Parse(body);
        Assert.Contains(text, json.RootElement.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT usage FROM cpu WHERE time > 5 OR host = 'a'", "time is compared with AND alone")]
    [InlineData("SELECT integral(usage) FROM cpu", "undefined function integral()")]
    [InlineData("SELECT mean(usage) FROM cpu WHERE time > 0 GROUP BY time(1s)", "more than 1000 intervals (Query:MaximumBuckets)")]
    [InlineData("SELECT derivative(usage) FROM cpu ORDER BY time DESC", "ORDER BY time DESC of derivative() is not spoken here")]
    [InlineData("SELECT moving_average(usage, 1) FROM cpu", "moving_average window must be greater than 1")]
    public async Task Query_WhatCannotBeAnswered_IsToldInItsAnswer(string query, string text) => Assert.Contains(text, await host.QueryAsync(query), StringComparison.Ordinal);

    [Fact]
    public async Task Query_MoreValuesThanMayBeHeld_IsToldInItsAnswer()
    {
        await host.WriteAsync(string.Concat(Enumerable.Range(0, 101).Select(line => $"m,vehicle=car-1 f={line} {Time + line}\n")));
        Assert.Contains("more than 100 values in an interval of median() (Query:MaximumPercentileSamples)", await host.QueryAsync("SELECT median(f) FROM m"), StringComparison.Ordinal);
        Assert.Contains($"[[{Time},49.5]]", await host.QueryAsync($"SELECT median(f) FROM m WHERE time < {Time + 100} AND time >= {Time}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Query_WithoutADatabaseOrOfNone_IsToldInItsAnswer()
    {
        Assert.Equal("database name required", await host.QueryAsync("SELECT usage FROM cpu", "epoch=ns"));
        Assert.Equal("database not found: nosuch", await host.QueryAsync("SELECT usage FROM cpu", "db=nosuch"));
        Assert.Equal("", await host.QueryAsync("CREATE DATABASE nosuch WITH DURATION 3d NAME x", "db=nosuch"));
        Assert.Equal("", await host.QueryAsync("SELECT usage FROM cpu", "db=nosuch"));
    }

    [Fact]
    public async Task Query_DeepOrLong_IsRefused()
    {
        foreach (var query in new[] { new string('(', 100_000), $"SELECT f FROM m WHERE {string.Concat(Enumerable.Repeat("a = 1 OR ", 20_000))}a = 1", $"SELECT {new string('-', 50_000).Replace("--", "- ")}f FROM m" })
        {
            var (status, body) = await host.PostAsync("/query?db=acme", new FormUrlEncodedContent([new("q", query.StartsWith('(') ? $"SELECT f FROM m WHERE {query}" : query)]));
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.Contains("is not spoken here", body, StringComparison.Ordinal);
        }
        var (tooLong, _) = await host.PostAsync("/query?db=acme", new FormUrlEncodedContent([new("q", new string('x', 300 << 10))]));
        Assert.Equal(HttpStatusCode.BadRequest, tooLong);
        var (many, text) = await host.PostAsync("/query?db=acme", new FormUrlEncodedContent([new("q", string.Concat(Enumerable.Repeat("SHOW DATABASES;", 257)))]));
        Assert.Equal(HttpStatusCode.BadRequest, many);
        Assert.Contains("more than 256 statements (InfluxApi:MaximumStatements)", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Query_Pretty_IsIndented()
    {
        var (_, body) = await host.TryQueryAsync("SHOW DATABASES", "pretty=true");
        Assert.StartsWith("{\n    \"results\": [\n        {\n            \"statement_id\": 0,", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Query_ManyRows_ComeInOrderBothWays()
    {
        const int Rows = 200_000;
        for (var start = 0; start < Rows; start += 50_000)
            await host.WriteAsync(string.Concat(Enumerable.Range(start, 50_000).Select(row => $"m,vehicle=car-1 f={row} {Time + row}\n")));
        await host.Store.SealAsync(default);
        foreach (var order in new[] { "ASC", "DESC" })
        {
            using var json = JsonDocument.Parse(await host.QueryAsync($"SELECT f FROM m ORDER BY time {order}"));
            var values = json.RootElement[0].GetProperty("values").EnumerateArray().Select(row => row[1].GetInt32());
            Assert.Equal(order == "ASC" ? Enumerable.Range(0, Rows) : Enumerable.Range(0, Rows).Reverse(), values);
        }
        Assert.EndsWith("[[1790000000000199999,199999]]}]", await host.QueryAsync("SELECT f FROM m ORDER BY time DESC LIMIT 1"), StringComparison.Ordinal);
        Assert.Equal(
            $$"""[{"name":"m","columns":["time","count","mean","max"],"values":[[{{Time}},200000,99999.5,199999]]}]""",
            await host.QueryAsync($"SELECT count(f), mean(f), max(f) FROM m WHERE time >= {Time}"));
    }

    [Fact]
    public async Task Ping_TellsTheVersion()
    {
        using var answer = await host.Http.GetAsync("/ping");
        Assert.Equal((HttpStatusCode.NoContent, InfluxEndpoints.Version), (answer.StatusCode, answer.Headers.GetValues("X-Influxdb-Version").Single()));
        Assert.Equal($"{{\"version\":\"{InfluxEndpoints.Version}\"}}", await host.Http.GetStringAsync("/ping?verbose=true"));
    }

    [Fact]
    public async Task Query_OfAPageOfAnotherOrigin_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/query?db=acme&q=SHOW+MEASUREMENTS") { Headers = { { "Origin", "https://elsewhere.example" } } };
        using var answer = await host.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }
}
