using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using AutoValley.Storage.Influx;
using AutoValley.Telemetry;
using AutoValley.Testing;

namespace AutoValley.Storage.Tests.Influx;

/// <summary>The write path of 2.x against a server that speaks it and that nobody here wrote: Debian's VictoriaMetrics. It keeps numbers, and times to the millisecond.</summary>
public sealed class VictoriaMetricsTests : IAsyncLifetime
{
    private const long Start = 1_764_000_000_000;

    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http = new();
    private Process? process;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (process is not null)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
        http.Dispose();
        folder.Dispose();
    }

    [ToolFact("victoria-metrics")]
    public async Task Seal_ByTheInterfaceOf2x_StoresEverySampleOnce()
    {
        var url = await StartAsync();
        await using var test = new TestStore();
        await test.UseInfluxAsync(url, options => options with { Dialect = InfluxDialect.V2, Org = "track", Bucket = "av", Token = "any", BodyBytes = 8_192 });
        var session = test.Vehicle.NewSession();
        for (var sequence = 1; sequence <= 20; sequence++)
        {
            var times = Enumerable.Range(0, 500).Select(index => (Start + (sequence * 500) + index) * 1_000_000).ToArray();
            await test.Store.AppendAllAsync(TestVehicle.Batch(
                session, (ulong)sequence, (TestVehicle.Speed, times, Values.Of(Array.ConvertAll(times, time => time / 1_000_000 % 977 * 0.25))),
                (TestVehicle.Gear, times, Values.Of(Array.ConvertAll(times, time => time / 1_000_000 % 7)))));
        }
        await test.Store.SealAsync(default);
        await http.GetStringAsync(new Uri(url, "internal/force_flush"));
        foreach (var (name, value) in new (string, Func<long, double>)[] { ("telemetry_Vehicle.Speed", time => time % 977 * 0.25), ("telemetry_Vehicle.Gear:integer", time => time % 7) })
        {
            var stored = await ExportAsync(url, name);
            Assert.Equal(Enumerable.Range(500, 10_000).Select(index => (Start + index, value(Start + index))), stored.Order());
        }
    }

    private async Task<Uri> StartAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = listener.LocalEndpoint.ToString()!;
        listener.Stop();
        process = Process.Start(new ProcessStartInfo(
            "victoria-metrics", [$"-httpListenAddr={address}", $"-storageDataPath={folder["victoria"]}", "-retentionPeriod=100y", "-loggerLevel=ERROR"]))!;
        var url = new Uri($"http://{address}");
        await Eventually.IsTrueAsync(async () =>
        {
            try
            {
                return await http.GetStringAsync(new Uri(url, "health")) == "OK";
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
        return url;
    }

    private async Task<List<(long Time, double Value)>> ExportAsync(Uri url, string name)
    {
        var text = await http.GetStringAsync(new Uri(url, $"api/v1/export?match[]={Uri.EscapeDataString($"{{__name__=\"{name}\",part=\"1\",vehicle=\"shuttle-1\"}}")}"));
        List<(long, double)> found = [];
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var json = JsonDocument.Parse(line);
            found.AddRange(json.RootElement.GetProperty("timestamps").EnumerateArray().Zip(json.RootElement.GetProperty("values").EnumerateArray())
                .Select(pair => (pair.First.GetInt64(), pair.Second.GetDouble())));
        }
        return found;
    }
}
