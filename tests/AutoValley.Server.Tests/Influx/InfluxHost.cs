using System.Net;
using System.Text;
using System.Text.Json;
using AutoValley.Server.Composition;
using AutoValley.Server.Configuration;
using AutoValley.Server.Influx;
using AutoValley.Server.Ingest;
using AutoValley.Storage;
using AutoValley.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace AutoValley.Server.Tests.Influx;

/// <summary>A whole server in this process, spoken to as InfluxDB's clients do.</summary>
internal sealed class InfluxHost : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("autovalley-test-");
    private ServerApplication server = null!;

    private InfluxHost()
    {
    }

    public HttpClient Http { get; } = new();

    public ICatalogue Catalogue => server.Services.GetRequiredService<ICatalogue>();

    public SampleStore Store => server.Services.GetRequiredService<SampleStore>();

    public ServerSessions Sessions => server.Services.GetRequiredService<ServerSessions>();

    public InfluxCounters Counters => server.Services.GetRequiredService<InfluxCounters>();

    public IPEndPoint Endpoint => server.Http;

    public static async Task<InfluxHost> StartAsync(Func<ServerOptions, ServerOptions>? change = null)
    {
        var (host, free) = (new InfluxHost(), new IPEndPoint(IPAddress.Loopback, 0));
        var options = new ServerOptions { DataFolder = host.folder.FullName, Listen = new ListenSettings { Http = free, Grpc = free, Mqtt = free } };
        host.server = await ServerApplication.StartAsync(change?.Invoke(options) ?? options, TimeProvider.System, _ => { }, CancellationToken.None);
        host.Http.BaseAddress = new Uri($"http://{host.server.Http}");
        return host;
    }

    /// <summary>Posts lines; the answer's status and body.</summary>
    public Task<(HttpStatusCode Status, string Body)> WriteAsync(string lines, string path = "/write?db=acme") => PostAsync(path, new ByteArrayContent(Encoding.UTF8.GetBytes(lines)));

    public async Task<(HttpStatusCode Status, string Body)> PostAsync(string path, HttpContent content)
    {
        using var answer = await Http.PostAsync(path, content);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Asks; the answer's status and body.</summary>
    public async Task<(HttpStatusCode Status, string Body)> TryQueryAsync(string query, string parameters = "db=acme&epoch=ns")
    {
        using var answer = await Http.GetAsync($"/query?{parameters}&q={Uri.EscapeDataString(query)}");
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The series of the answer to one statement, as JSON.</summary>
    public async Task<string> QueryAsync(string query, string parameters = "db=acme&epoch=ns")
    {
        var (status, body) = await TryQueryAsync(query, parameters);
        Assert.Equal(HttpStatusCode.OK, status);
        using var json = JsonDocument.Parse(body);
        var result = json.RootElement.GetProperty("results")[0];
        return result.TryGetProperty("error", out var error) ? error.GetString()! : result.TryGetProperty("series", out var series) ? series.GetRawText() : "";
    }

    /// <summary>Times and values of a signal, of all its types.</summary>
    public async Task<IReadOnlyList<(long Time, object Value)>> ReadAsync(string vehicle, string signal)
    {
        List<(long, object)> read = [];
        Assert.True(VehicleName.TryParse(vehicle, out var name));
        foreach (var series in Catalogue.FindVehicle(name) is { } known ? Catalogue.FindSeries(known, signal) : [])
        {
            await foreach (var samples in Store.ReadAsync(series, new TimeRange(long.MinValue, long.MaxValue), default))
            {
                for (var index = 0; index < samples.Count; index++)
                    read.Add((samples.Times.Span[index], ToObject(SampleValue.At(samples.Values, index))));
            }
        }
        return read;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await server.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private static object ToObject(SampleValue value) => value.Type switch
    {
        SignalType.Double => value.Double,
        SignalType.Integer => value.Integer,
        SignalType.Boolean => value.Boolean,
        _ => value.Text,
    };
}
