using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AutoValley.Testing;
using AutoValley.Testing.Influx;

namespace AutoValley.Server.Tests.Influx;

/// <summary>The same lines to InfluxDB and here, the same queries to both, equal answers.</summary>
public sealed class ReferenceTests
{
    private const long Start = 1_790_000_000_000_000_000;
    private const long Second = 1_000_000_000;

    [ToolFact("influxd")]
    public async Task Query_EachOfTheTable_AnswersAsInfluxDb()
    {
        await using var influx = await InfluxProcess.StartAsync();
        await influx.QueryAsync("", "CREATE DATABASE acme");
        using var reference = new HttpClient { BaseAddress = influx.Url };
        await using var host = await InfluxHost.StartAsync();
        var lines = Lines();
        foreach (var http in new[] { reference, host.Http })
            Assert.Equal(HttpStatusCode.NoContent, (await http.PostAsync("/write?db=acme", new StringContent(lines))).StatusCode);
        var queries = (await File.ReadAllLinesAsync(Path.Combine(SharedData.RepositoryRoot, "tests/AutoValley.Server.Tests/Influx/Queries.txt")))
            .Where(line => line.Length > 0 && line[0] != '#').ToArray();
        Assert.True(queries.Length > 200);
        await CompareAsync(queries, reference, host.Http);
        await host.Store.SealAsync(default);
        await CompareAsync(queries, reference, host.Http);
    }

    [ToolFact("influxd")]
    public async Task Write_WrongBodies_AreAnsweredAsByInfluxDb()
    {
        await using var influx = await InfluxProcess.StartAsync();
        await influx.QueryAsync("", "CREATE DATABASE acme");
        using var reference = new HttpClient { BaseAddress = influx.Url };
        await using var host = await InfluxHost.StartAsync();
        string[] bodies =
        [
            "", "\n\n", "# comment", "bad", "m,vehicle=a", "m,vehicle=a ", "m,vehicle=a f", "m,vehicle=a f=", "m,vehicle=a f=1.5.5", "m,vehicle=a f=1x", "m,vehicle=a f=--1",
            "m,vehicle=a f=\"x", "m,vehicle=a f=tru", "m,vehicle=a f=1 x", "m,vehicle=a f=1 1x", "m,vehicle= f=1", "m,=a f=1", "m,vehicle=a,vehicle=b f=1", ",vehicle=a f=1",
            "m,vehicle=a f=9223372036854775808i 1", "m,vehicle=a f=1 1\nbad\nm,vehicle=a f=2 2", "m,vehicle=a f=1 1\nbad\nworse",
        ];
        foreach (var body in bodies)
        {
            var (expected, actual) = (await PostAsync(reference, body), await PostAsync(host.Http, body));
            Assert.True(expected.Status == actual.Status, $"{body}: {expected} {actual}");
            Assert.Equal(expected.Error?.StartsWith("partial write: unable to parse 'bad': ", StringComparison.Ordinal), actual.Error?.StartsWith("partial write: unable to parse 'bad': ", StringComparison.Ordinal));
        }
        Assert.Equal(await AskAsync(reference, "SELECT * FROM m", "db=acme"), await AskAsync(host.Http, "SELECT * FROM m", "db=acme"));
        foreach (var http in new[] { reference, host.Http })
            Assert.Equal(HttpStatusCode.BadRequest, (await http.PostAsync("/write", new StringContent("m f=1"))).StatusCode);
    }

    private static async Task CompareAsync(string[] queries, HttpClient reference, HttpClient own)
    {
        var differences = new StringBuilder();
        foreach (var line in queries)
        {
            // ! gives times as texts, ~ answers in chunks.
            var parameters = line[0] switch { '!' => "db=acme", '~' => "db=acme&epoch=ns&chunked=true&chunk_size=7", _ => "db=acme&epoch=ms" };
            var query = line.TrimStart('!', '~').Replace("$W", $"time >= {Start} AND time < $T60", StringComparison.Ordinal)
                .Replace("$T60", $"{Start + (60 * Second)}", StringComparison.Ordinal).Replace("$T", $"{Start}", StringComparison.Ordinal);
            var (expected, actual) = (await AskAsync(reference, query, parameters), await AskAsync(own, query, parameters));
            if (expected != actual)
                differences.AppendLine(CultureInfo.InvariantCulture, $"{query}\n  InfluxDB {expected}\n  here     {actual}");
        }
        Assert.True(differences.Length == 0, differences.ToString());
    }

    private static async Task<string> AskAsync(HttpClient http, string query, string parameters)
    {
        using var answer = await http.PostAsync($"/query?{parameters}", new FormUrlEncodedContent([new("q", query)]));
        var body = await answer.Content.ReadAsStringAsync();
        return $"{(int)answer.StatusCode} {string.Join('\n', body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Plain(JsonNode.Parse(line))!.ToJsonString()))}";
    }

    // Without what is called otherwise here: the measurement that has all signals, and the words of errors behind their first.
    private static JsonNode? Plain(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject named:
                foreach (var (key, value) in named.ToArray())
                    named[key] = key == "error" ? JsonValue.Create(ShortOf(value!.GetValue<string>())) : Plain(value)?.DeepClone();
                if (named["series"] is JsonArray { Count: 0 })
                    named.Remove("series");
                return named;
            case JsonArray list:
                return new JsonArray([.. list.Where(one => !IsOwn(one)).Select(one => Plain(one)?.DeepClone())]);
            // Sums are summed in another order.
            case JsonValue value when !value.TryGetValue<long>(out _) && value.TryGetValue<double>(out var number):
                return JsonValue.Create(number.ToString("G9", CultureInfo.InvariantCulture));
            default:
                return node;
        }
    }

    private static bool IsOwn(JsonNode? node) => node switch
    {
        JsonObject series => series["name"]?.GetValue<string>() == "telemetry",
        JsonArray { Count: 1 } row when row[0] is JsonValue only => only.TryGetValue<string>(out var text) && (text == "telemetry" || text.StartsWith("telemetry,", StringComparison.Ordinal)),
        _ => false,
    };

    private static string ShortOf(string error) => error.Split(" iterator type")[0].Split(", expected")[0];

    private static async Task<(HttpStatusCode Status, string? Error)> PostAsync(HttpClient http, string body)
    {
        using var answer = await http.PostAsync("/write?db=acme", new StringContent(body));
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text)!["error"]!.GetValue<string>());
    }

    private static string Lines()
    {
        var lines = new StringBuilder();
        for (var index = 0; index < 60; index++)
        {
            var time = Start + (index * Second);
            lines.Append(CultureInfo.InvariantCulture, $"cpu,vehicle=car-1 usage={50 + (10 * Math.Sin(index / 5.0)) + (index * 0.125)},n={index * 7 % 13}i,ok={(index % 3 > 0 ? "true" : "false")},note=\"n{index % 4}\" {time}\n");
            if (index % 2 == 0)
                lines.Append(CultureInfo.InvariantCulture, $"cpu,vehicle=car-2 usage={20 + (index * 0.5)},n={index}i {time + (Second / 2)}\n");
            if (index % 10 == 0 && index != 30)
                lines.Append(CultureInfo.InvariantCulture, $"cpu,vehicle=car-1,region=north usage={index} {time}\n");
            if (index is < 20 or >= 35)
                lines.Append(CultureInfo.InvariantCulture, $"Gps,vehicle=car-1 lat={42 + (index / 1000.0)},lon={-83 - (index / 997.0)} {time}\n");
            // A field and a tag of the same name, and a tag that is a field elsewhere.
            if (index % 20 == 0)
                lines.Append(CultureInfo.InvariantCulture, $"both,vehicle=car-1,k=tag k=\"field\",f={index} {time}\nboth,vehicle=car-2,f=tag k=\"other\",g={index}i {time}\n");
            if (index % 7 == 0)
                lines.Append(CultureInfo.InvariantCulture, $"gear,vehicle=car-3 state=\"g{index % 3}\",pos={index % 5}i {time}\n");
        }
        return lines.ToString();
    }
}
