using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using AutoValley.EndToEnd.Harness;

namespace AutoValley.EndToEnd;

/// <summary>Line protocol into a server that is killed: what was answered with 204 is there.</summary>
public sealed class InfluxWriteTests
{
    private const long Start = 1_790_000_000_000_000_000;
    private const int LinesABody = 50;
    private const int Writers = 4;

    [Fact]
    public async Task Write_AndKilledInBetween_LosesNoLineThatWasAnswered()
    {
        await using var server = await ServerUnderTest.StartAsync("--set", "Store:SealAge=200ms");
        var answered = new ConcurrentBag<long>();
        for (var kill = 0; kill < 3; kill++)
        {
            var enough = new TaskCompletionSource();
            var writers = Enumerable.Range(0, Writers).Select(writer => WriteAsync(server.Http, ((kill * Writers) + writer) * 1_000_000L, answered, enough, (kill + 1) * 40)).ToArray();
            await enough.Task;
            await server.Process.SignalAsync("KILL");
            await Task.WhenAll(writers);
            await server.StartAgainAsync();
        }
        var found = await ReadAsync(server.Http);
        Assert.True(answered.Count >= 120);
        foreach (var body in answered)
        {
            for (var line = 0; line < LinesABody; line++)
                Assert.True(found.TryGetValue(Start + body + line, out var value) && value == body + line, $"line {body + line} was answered and is not there");
        }
    }

    // Until the server is gone; a body is known by its first line's number.
    private static async Task WriteAsync(string url, long first, ConcurrentBag<long> answered, TaskCompletionSource enough, int wanted)
    {
        using var http = new HttpClient();
        for (var body = first; ; body += LinesABody)
        {
            var lines = string.Concat(Enumerable.Range(0, LinesABody).Select(line => $"m,vehicle=car-1 f={body + line} {Start + body + line}\n"));
            try
            {
                using var answer = await http.PostAsync($"{url}/write?db=acme", new StringContent(lines));
                if (answer.StatusCode == HttpStatusCode.NoContent)
                    answered.Add(body);
            }
            catch (HttpRequestException)
            {
                enough.TrySetResult();
                return;
            }
            if (answered.Count >= wanted)
                enough.TrySetResult();
        }
    }

    private static async Task<Dictionary<long, double>> ReadAsync(string url)
    {
        using var http = new HttpClient();
        using var json = JsonDocument.Parse(await http.GetStringAsync($"{url}/query?db=acme&epoch=ns&q=SELECT+f+FROM+m"));
        return json.RootElement.GetProperty("results")[0].GetProperty("series")[0].GetProperty("values").EnumerateArray().ToDictionary(row => row[0].GetInt64(), row => row[1].GetDouble());
    }
}
