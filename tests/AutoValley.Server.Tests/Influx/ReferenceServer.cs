using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AutoValley.Testing;

namespace AutoValley.Server.Tests.Influx;

/// <summary>Debian's InfluxDB 1.6 on loopback with a folder of its own: what it answers is right.</summary>
internal sealed class ReferenceServer : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("autovalley-test-");
    private readonly Process process;

    private ReferenceServer()
    {
        var port = FreePort();
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        var file = Path.Combine(folder.FullName, "influxdb.conf");
        File.WriteAllText(file, Configuration(folder.FullName, port));
        process = Process.Start(new ProcessStartInfo("influxd", ["run", "-config", file]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public HttpClient Http { get; }

    /// <summary>A running one with a database <c>acme</c>.</summary>
    public static async Task<ReferenceServer> StartAsync()
    {
        var server = new ReferenceServer();
        await Eventually.IsTrueAsync(server.IsReadyAsync, () => "InfluxDB does not answer");
        (await server.Http.PostAsync("/query?q=CREATE+DATABASE+acme", null)).EnsureSuccessStatusCode();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        folder.Delete(recursive: true);
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            return (await Http.GetAsync("/ping")).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Configuration(string folder, int port) => string.Create(CultureInfo.InvariantCulture, $$"""
        reporting-disabled = true
        bind-address = "127.0.0.1:{{FreePort()}}"
        [meta]
          dir = "{{folder}}/meta"
        [data]
          dir = "{{folder}}/data"
          wal-dir = "{{folder}}/wal"
          query-log-enabled = false
        [monitor]
          store-enabled = false
        [http]
          bind-address = "127.0.0.1:{{port}}"
          log-enabled = false
        [logging]
          level = "error"
        """);
}
