using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AutoValley.Storage.Tests.Influx;

/// <summary>
/// The HTTP interface of InfluxDB 2.x and 3.x as InfluxData documents it, strict with what it is asked: what does not fit is a fault of the test
/// (<see cref="Faults"/>). It keeps lines by series and time, and answers what a test scripts.
/// </summary>
internal sealed class FakeInflux : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly ConcurrentQueue<Func<string[], Answer?>> script = new();

    private FakeInflux(WebApplication application) => this.application = application;

    /// <summary>Where it listens.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>What <c>/ping</c> gives.</summary>
    public Func<Answer> Ping { get; set; } = () => new(204, "", ("X-Influxdb-Version", "v2.7.1"));

    /// <summary>What <c>/health</c> gives.</summary>
    public Func<Answer> Health { get; set; } = () => new(404, "");

    /// <summary>What <c>/query</c> gives instead of nothing found.</summary>
    public Func<string, Answer?> Query { get; set; } = _ => null;

    /// <summary>What every write gives while it is set.</summary>
    public Func<Answer>? Always { get; set; }

    /// <summary>The path and query that a write must have.</summary>
    public string WritePath { get; set; } = "/api/v2/write?org=track&bucket=av&precision=ns";

    /// <summary>The lines stored, by what they overwrite: series, time and fields.</summary>
    public ConcurrentDictionary<string, string> Lines { get; } = new();

    /// <summary>Requests to write, as lines.</summary>
    public ConcurrentQueue<string[]> Writes { get; } = new();

    /// <summary>What was asked that nobody may ask.</summary>
    public ConcurrentQueue<string> Faults { get; } = new();

    public static async Task<FakeInflux> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var application = builder.Build();
        var influx = new FakeInflux(application);
        application.Run(influx.HandleAsync);
        await application.StartAsync();
        influx.Url = new Uri(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return influx;
    }

    /// <summary>The next write that is answered: null is 204, and its lines are stored.</summary>
    public FakeInflux Then(Func<string[], Answer?> answer)
    {
        script.Enqueue(answer);
        return this;
    }

    /// <summary>Stores some of the lines of a write that is answered otherwise.</summary>
    public void Store(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            Lines[$"{line[..line.IndexOf(' ', StringComparison.Ordinal)]} {line[(line.LastIndexOf(' ') + 1)..]} {line.Split(' ')[1].Split('=')[0]}"] = line;
    }

    public async ValueTask DisposeAsync() => await application.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Headers.Authorization != "Token secret")
            Faults.Enqueue($"{request.Path}: Authorization {request.Headers.Authorization}");
        var answer = (request.Method, request.Path.Value) switch
        {
            ("GET", "/ping") => Ping(),
            ("GET", "/health") => Health(),
            ("POST", "/query") => await QueryAsync(request),
            ("POST", "/api/v2/write") => await WriteAsync(request),
            _ => Fault($"{request.Method} {request.Path}"),
        };
        if (answer.Status == 0)
        {
            context.Abort();
            return;
        }
        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
            context.Response.Headers[name] = value;
        if (answer.Body.Length > 0)
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(answer.Body);
        }
    }

    private async Task<Answer> QueryAsync(HttpRequest request)
    {
        if (request.QueryString.Value != "?db=av&epoch=ns&chunked=true")
            return Fault($"query{request.QueryString}");
        var statement = (await request.ReadFormAsync())["q"].ToString();
        return Query(statement) ?? new(200, """{"results":[{"statement_id":0}]}""" + "\n");
    }

    private async Task<Answer> WriteAsync(HttpRequest request)
    {
        if (request.Path + request.QueryString != WritePath || request.Headers.ContentEncoding != "gzip")
            return Fault($"{request.Path}{request.QueryString}, {request.Headers.ContentEncoding}");
        using var reader = new StreamReader(new GZipStream(request.Body, CompressionMode.Decompress), Encoding.UTF8);
        var text = await reader.ReadToEndAsync();
        if (!text.EndsWith('\n'))
            return Fault("the last line has no end");
        var lines = text[..^1].Split('\n');
        Writes.Enqueue(lines);
        if (Always is { } always)
            return always();
        if (script.TryDequeue(out var scripted) && scripted(lines) is { } answer)
            return answer;
        Store(lines);
        return new(204, "");
    }

    private Answer Fault(string what)
    {
        Faults.Enqueue(what);
        return new(400, """{"code":"invalid","message":"a fault of the test"}""");
    }
}

/// <summary>An answer; status 0 cuts the connection.</summary>
internal sealed record Answer(int Status, string Body, params (string Name, string Value)[] Headers);
