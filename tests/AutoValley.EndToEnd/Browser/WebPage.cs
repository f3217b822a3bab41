using System.Collections.Concurrent;
using System.Net;
using AutoValley.EndToEnd.Harness;
using AutoValley.Testing;
using AutoValley.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AutoValley.EndToEnd.Browser;

/// <summary>The origin of <c>page.js</c>, which is bundled when the test runs, and what the page reports to it.</summary>
internal sealed class WebPage : IAsyncDisposable
{
    public const string Packages = "tests/AutoValley.Grpc.Server.Tests/Web/node";

    private readonly WebApplication app;
    private readonly ConcurrentQueue<string> lines;

    private WebPage(WebApplication app, ConcurrentQueue<string> lines) => (this.app, this.lines) = (app, lines);

    /// <summary>Scheme, host and port.</summary>
    public string Origin => app.Urls.Single();

    /// <summary>The page's own words so far.</summary>
    public string Reported => string.Join('\n', lines);

    public static async Task<WebPage> ServeAsync()
    {
        var script = await BundleAsync();
        var descriptors = Descriptors().ToByteArray();
        var lines = new ConcurrentQueue<string>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.MapGet("/", () => Results.Content("""<!doctype html><script type="module" src="/page.js"></script>""", "text/html"));
        app.MapGet("/page.js", () => Results.Text(script, "text/javascript"));
        app.MapGet("/descriptors", () => Results.Bytes(descriptors));
        app.MapPost("/report", async (HttpRequest request) => lines.Enqueue(await new StreamReader(request.Body).ReadToEndAsync()));
        await app.StartAsync();
        return new WebPage(app, lines);
    }

    /// <summary>The page's address, for a server's.</summary>
    public Uri For(string server) => new($"{Origin}/?server={Uri.EscapeDataString(server)}");

    /// <summary>Waits until the page has said exactly this.</summary>
    public Task SaysAsync(Chromium browser, params string[] expected) => Eventually.IsTrueAsync(
        () => Reported == string.Join('\n', expected), () => $"expected\n{string.Join('\n', expected)}\nand the page said\n{Reported}\n{browser.Output}");

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private static async Task<string> BundleAsync()
    {
        var modules = Path.Combine(SharedData.RepositoryRoot, Packages, "node_modules");
        var source = Path.Combine(SharedData.RepositoryRoot, "tests/AutoValley.EndToEnd/Browser/page.js");
        await using var esbuild = HostedProcess.Start(
            Path.Combine(modules, ".bin/esbuild"), [source, "--bundle", "--format=esm", "--log-level=warning"],
            variables: new Dictionary<string, string> { ["NODE_PATH"] = modules });
        return await esbuild.SuccessAsync();
    }

    // What generated code would hold.
    private static FileDescriptorSet Descriptors()
    {
        var files = new List<FileDescriptor>();
        foreach (var file in (FileDescriptor[])[FleetReflection.Descriptor, LiveReflection.Descriptor, Google.Rpc.ErrorDetailsReflection.Descriptor])
            Add(files, file);
        return new FileDescriptorSet { File = { files.Select(file => file.ToProto()) } };
    }

    private static void Add(List<FileDescriptor> files, FileDescriptor file)
    {
        if (files.Contains(file))
            return;
        foreach (var dependency in file.Dependencies)
            Add(files, dependency);
        files.Add(file);
    }
}
