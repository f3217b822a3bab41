using System.Net;
using AutoValley.Server.Access;
using AutoValley.Server.Composition;
using AutoValley.Server.Configuration;

namespace AutoValley.Server.Tests.Access;

/// <summary>Pages and the HTTP port of a whole server: what is let in, and what a browser is told.</summary>
public sealed class WebAccessTests : IAsyncLifetime
{
    private const string Page = "https://plots.example";
    private const string Status = "/autovalley.v1.FleetService/GetStatus";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("autovalley-test-");
    private readonly HttpClient http = new();
    private ServerApplication server = null!;

    public async Task InitializeAsync()
    {
        var free = new IPEndPoint(IPAddress.Loopback, 0);
        server = await ServerApplication.StartAsync(
            new ServerOptions
            {
                DataFolder = folder.FullName, Listen = new ListenSettings { Http = free, Grpc = free, Mqtt = free }, Web = new WebOptions { AllowedOrigins = [Page] },
            },
            TimeProvider.System, _ => { }, CancellationToken.None);
        http.BaseAddress = new Uri($"http://{server.Http}");
    }

    [Fact]
    public async Task Preflight_OfAnAllowedOrigin_AllowsCallsWithAnyMetadata()
    {
        using var answer = await SendAsync(
            HttpMethod.Options, Status, Page, ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Headers", "content-type,grpc-timeout,x-grpc-web,x-anything-bin"));
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(Page, Header(answer, "Access-Control-Allow-Origin"));
        Assert.Equal("POST", Header(answer, "Access-Control-Allow-Methods"));
        Assert.Equal("content-type,grpc-timeout,x-grpc-web,x-anything-bin", Header(answer, "Access-Control-Allow-Headers"));
        Assert.Equal("3600", Header(answer, "Access-Control-Max-Age"));
        Assert.Null(Header(answer, "Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task Call_OfAnAllowedOrigin_IsAnsweredForItsPage()
    {
        using var answer = await CallAsync(Status, Page);
        Assert.Equal("application/grpc-web+proto", answer.Content.Headers.ContentType!.ToString());
        Assert.EndsWith("grpc-status: 0\r\n", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal((Page, "*"), (Header(answer, "Access-Control-Allow-Origin"), Header(answer, "Access-Control-Expose-Headers")));
    }

    [Fact]
    public async Task Call_OfARpcThatIsNotThere_IsAnsweredForItsPageToo()
    {
        using var answer = await CallAsync("/autovalley.v1.FleetService/Nothing", Page);
        Assert.Equal(("12", Page), (Header(answer, "grpc-status"), Header(answer, "Access-Control-Allow-Origin")));
    }

    [Theory]
    [InlineData("POST", Status)]
    [InlineData("OPTIONS", Status)]
    [InlineData("GET", "/mqtt")]
    [InlineData("GET", "/metrics")]
    public async Task Request_OfAForeignOrigin_IsRefused(string method, string path)
    {
        using var answer = await SendAsync(new HttpMethod(method), path, "https://elsewhere.example", ("Access-Control-Request-Method", "POST"));
        Assert.Equal((HttpStatusCode.Forbidden, null), (answer.StatusCode, Header(answer, "Access-Control-Allow-Origin")));
        Assert.Contains("Web:AllowedOrigins", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_OfTheServersOwnPageOrOfNoPage_IsAnswered()
    {
        foreach (var origin in (string?[])[null, $"http://{server.Http}"])
        {
            using var answer = await CallAsync(Status, origin);
            Assert.EndsWith("grpc-status: 0\r\n", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;

    private Task<HttpResponseMessage> CallAsync(string path, string? origin) => SendAsync(HttpMethod.Post, path, origin);

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? origin, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (method == HttpMethod.Post)
        {
            request.Content = new ByteArrayContent(new byte[5]);
            request.Content.Headers.TryAddWithoutValidation("content-type", "application/grpc-web+proto");
        }
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return await http.SendAsync(request);
    }
}
