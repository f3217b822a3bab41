using System.Net;
using System.Net.Http.Headers;
using AutoValley.Server.Dashboard;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AutoValley.Server.Tests.Dashboard;

public sealed class DashboardFilesTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("autovalley-dashboard-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("br, gzip", "br", "small")]
    [InlineData("gzip", "gzip", "middle")]
    [InlineData("br;q=0, gzip", "gzip", "middle")]
    [InlineData("", null, "as it is")]
    [InlineData("zstd", null, "as it is")]
    public async Task File_CompressedBeside_GoesOutAsTheCallerTakesIt(string accepted, string? coding, string content)
    {
        Write("index.html", "<p>");
        Write("assets/page-1a2b.js", "as it is");
        Write("assets/page-1a2b.js.br", "small");
        Write("assets/page-1a2b.js.gz", "middle");
        await using var app = await StartAsync();
        var answer = await GetAsync(app, "/assets/page-1a2b.js", accepted);
        Assert.Equal(content, await answer.Content.ReadAsStringAsync());
        Assert.Equal(coding, answer.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal("text/javascript", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("immutable", answer.Headers.CacheControl!.Extensions.Single().Name);
    }

    [Fact]
    public async Task Root_WithThePage_IsItAndTakesNothingFromElsewhere()
    {
        Write("index.html", "<p>page</p>");
        await using var app = await StartAsync();
        var answer = await GetAsync(app, "/", "");
        Assert.Equal("<p>page</p>", await answer.Content.ReadAsStringAsync());
        Assert.True(answer.Headers.CacheControl!.NoCache);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotModified, (await GetAsync(app, "/", "", answer.Headers.ETag)).StatusCode);
    }

    [Theory]
    [InlineData("/assets/none.js")]
    [InlineData("/../secret.txt")]
    [InlineData("/%2e%2e/secret.txt")]
    [InlineData("/..%5csecret.txt")]
    public async Task Path_OfNoFileOfThePage_IsNotFound(string path)
    {
        Write("page/index.html", "<p>");
        Write("secret.txt", "secret");
        await using var app = await StartAsync("page");
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(app, path, "br")).StatusCode);
    }

    [Fact]
    public async Task Root_WithoutThePage_SaysHowToGetIt()
    {
        await using var app = await StartAsync();
        var answer = await GetAsync(app, "/", "");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("Node.js", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private void Write(string name, string content)
    {
        var path = Path.Combine(folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    private async Task<WebApplication> StartAsync(string below = "")
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        app.UseDashboard(Path.Combine(folder.FullName, below));
        await app.StartAsync();
        return app;
    }

    private static async Task<HttpResponseMessage> GetAsync(WebApplication app, string path, string accepted, EntityTagHeaderValue? known = null)
    {
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(app.Urls.Single() + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (accepted.Length > 0)
            request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        if (known is not null)
            request.Headers.IfNoneMatch.Add(known);
        return await client.SendAsync(request);
    }
}
