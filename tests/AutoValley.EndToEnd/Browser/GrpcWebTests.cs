using AutoValley.EndToEnd.Harness;
using AutoValley.Testing;
using Values = AutoValley.Telemetry.Values;

namespace AutoValley.EndToEnd.Browser;

/// <summary>A real browser with a page of another origin, and the whole server with live samples.</summary>
public sealed class GrpcWebTests
{
    private static readonly string[] Greeting =
        ["ready true", "NotFound: no vehicle 'acme/nobody' ever said anything; NOT_FOUND acme/nobody", "live"];

    [BrowserTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Page_OfAnAllowedOrigin_CallsStreamsCancelsAndIsToldOfTheEnd(bool tls)
    {
        await using var page = await WebPage.ServeAsync();
        var https = ServerUnderTest.FreePort();
        using var certificates = new CertificateFiles();
        await using var server = await ServerUnderTest.StartAsync(
            ["--set", $"Web:AllowedOrigins={page.Origin}", .. tls ? [.. certificates.Settings, "--set", $"Listen:Https={https}"] : Array.Empty<string>()]);
        using var vehicle = await IngestCall.BeginAsync(server, "acme/van");
        await SendAsync(vehicle, 1);

        await using var browser = Chromium.Open(page.For(tls ? $"https://127.0.0.1:{https}" : server.Http));
        await page.SaysAsync(browser, Greeting);
        await SendAsync(vehicle, 2);
        await page.SaysAsync(browser, [.. Greeting, "sample 2"]);
        await SendAsync(vehicle, 3);

        string[] cancelled = [.. Greeting, "sample 2", "sample 3", "Canceled", "text ready true", "text sample 1", "text sample 2", "text sample 3", "text live"];
        await page.SaysAsync(browser, cancelled);
        // The stream in text is the only one: the server noticed the end of the other.
        await Eventually.IsTrueAsync(async () => await SubscribersAsync(server) == 1);
        await SendAsync(vehicle, 4);
        await page.SaysAsync(browser, [.. cancelled, "text sample 4"]);
        await server.StopAsync();
        await page.SaysAsync(browser, [.. cancelled, "text sample 4", "text 14: the server is stopping"]);
    }

    [BrowserTheory]
    [InlineData("http://elsewhere.example")]
    public async Task Page_OfAnotherOrigin_GetsNothing(string allowed)
    {
        await using var page = await WebPage.ServeAsync();
        await using var server = await ServerUnderTest.StartAsync("--set", $"Web:AllowedOrigins={allowed}");
        await using var browser = Chromium.Open(page.For(server.Http));
        await page.SaysAsync(browser, "failed: ConnectError: [unknown] Failed to fetch");
    }

    private static async Task SendAsync(IngestCall vehicle, ulong sequence)
    {
        await vehicle.SendAsync(sequence, [(long)sequence * 1_000_000], Values.Of(new[] { (double)sequence }));
        await vehicle.DurableAsync(sequence);
    }

    private static async Task<int> SubscribersAsync(ServerUnderTest server)
    {
        using var http = new HttpClient();
        const string Name = "\nautovalley_live_subscribers ";
        var text = await http.GetStringAsync(new Uri($"{server.Http}/metrics"));
        var at = text.IndexOf(Name, StringComparison.Ordinal) + Name.Length;
        return int.Parse(text.AsSpan(at, text.IndexOf('\n', at) - at), provider: null);
    }
}
