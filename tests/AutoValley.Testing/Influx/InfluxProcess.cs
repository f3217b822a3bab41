using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace AutoValley.Testing.Influx;

/// <summary>
/// A real InfluxDB 1.x (Debian's <c>influxdb</c>) on loopback with a folder of its own. It can be killed, halted and started again at the same address
/// with what it had.
/// </summary>
public sealed class InfluxProcess : IAsyncDisposable
{
    private const int Stop = 19;
    private const int Continue = 18;
    private const int Attempts = 20;

    private readonly DirectoryInfo? ownFolder;
    private readonly string folder;
    private readonly string extra;
    private readonly HttpClient http = new() { Timeout = Eventually.Limit };
    private readonly List<string> output = [];
    private Process? process;

    private InfluxProcess(DirectoryInfo? ownFolder, string folder, string extra) => (this.ownFolder, this.folder, this.extra) = (ownFolder, folder, extra);

    /// <summary>Where it listens.</summary>
    public Uri Url { get; private set; } = new("http://127.0.0.1");

    /// <summary>Starts one and waits until it answers.</summary>
    /// <param name="folder">Where it keeps its files; null for a folder of its own that goes with it.</param>
    /// <param name="httpSettings">Lines of the configuration's section <c>[http]</c>.</param>
    public static async Task<InfluxProcess> StartAsync(string? folder = null, string httpSettings = "")
    {
        var own = folder is null ? Directory.CreateTempSubdirectory("autovalley-influx-") : null;
        var influx = new InfluxProcess(own, folder ?? own!.FullName, httpSettings);
        for (var attempt = 1; ; attempt++)
        {
            influx.Url = new Uri($"http://127.0.0.1:{FreePort()}");
            // Another process may have taken the port meanwhile.
            if (await influx.TryStartAsync() || attempt == Attempts)
                return attempt < Attempts ? influx : throw new InvalidOperationException($"influxd does not start: {influx.Output}");
        }
    }

    /// <summary>Ends it at once, as a power cut does.</summary>
    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Starts it again where it was.</summary>
    public async Task RestartAsync()
    {
        for (var attempt = 0; !await TryStartAsync(); attempt++)
        {
            if (attempt == Attempts)
                throw new InvalidOperationException($"influxd does not start again: {Output}");
        }
    }

    /// <summary>It goes on to listen, and does nothing.</summary>
    public void Halt() => Signal(Stop);

    /// <summary>It goes on.</summary>
    public void Resume() => Signal(Continue);

    /// <summary>Asks in InfluxQL; the answer's first result.</summary>
    /// <exception cref="InvalidOperationException">It is an error.</exception>
    public async Task<JsonElement> QueryAsync(string database, string statement)
    {
        using var content = new FormUrlEncodedContent([new("q", statement)]);
        using var response = await http.PostAsync(new Uri(Url, $"query?db={Uri.EscapeDataString(database)}&epoch=ns"), content);
        var text = await response.Content.ReadAsStringAsync();
        using var json = JsonDocument.Parse(text);
        var result = json.RootElement.TryGetProperty("results", out var results) ? results[0] : json.RootElement;
        return result.TryGetProperty("error", out var error) ? throw new InvalidOperationException($"{statement}: {error}") : result.Clone();
    }

    /// <summary>How many values of all fields a database has.</summary>
    public async Task<long> CountAsync(string database)
    {
        var result = await QueryAsync(database, "SELECT count(*) FROM telemetry");
        return result.TryGetProperty("series", out var series)
            ? series[0].GetProperty("values")[0].EnumerateArray().Skip(1).Where(count => count.ValueKind == JsonValueKind.Number).Sum(count => count.GetInt64())
            : 0;
    }

    /// <summary>Writes lines.</summary>
    public async Task WriteAsync(string database, string lines)
    {
        using var content = new StringContent(lines);
        using var response = await http.PostAsync(new Uri(Url, $"write?db={Uri.EscapeDataString(database)}"), content);
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException(await response.Content.ReadAsStringAsync());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
            await KillAsync();
        process?.Dispose();
        http.Dispose();
        ownFolder?.Delete(recursive: true);
    }

    private string Output
    {
        get
        {
            lock (output)
                return string.Join('\n', output.TakeLast(20));
        }
    }

    private async Task<bool> TryStartAsync()
    {
        process?.Dispose();
        var file = Path.Combine(folder, "influxdb.conf");
        await File.WriteAllTextAsync(file, Configuration());
        process = Process.Start(new ProcessStartInfo("influxd", ["run", "-config", file]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.OutputDataReceived += Take;
        process.ErrorDataReceived += Take;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Eventually.IsTrueAsync(async () => process.HasExited || await AnswersAsync(), () => $"influxd does not answer: {Output}");
        return !process.HasExited;
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var response = await http.GetAsync(new Uri(Url, "ping"));
            return response.StatusCode == HttpStatusCode.NoContent;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Take(object sender, DataReceivedEventArgs line)
    {
        lock (output)
            output.Add(line.Data ?? "");
    }

    private void Signal(int signal)
    {
        if (SendSignal(process!.Id, signal) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    private string Configuration() => $"""
        reporting-disabled = true
        bind-address = "127.0.0.1:{FreePort()}"
        [meta]
          dir = "{folder}/meta"
        [data]
          dir = "{folder}/data"
          wal-dir = "{folder}/wal"
          query-log-enabled = false
        [monitor]
          store-enabled = false
        [http]
          bind-address = "{Url.Authority}"
          log-enabled = false
          {extra}
        [logging]
          level = "error"
        """;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
