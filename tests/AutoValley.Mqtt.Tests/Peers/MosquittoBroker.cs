using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace AutoValley.Mqtt.Tests.Peers;

/// <summary>Debian's mosquitto as a broker, with a configuration and a port of its own.</summary>
internal sealed class MosquittoBroker : IAsyncDisposable
{
    public const string Program = "/usr/sbin/mosquitto";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo folder;
    private readonly Process process;

    private MosquittoBroker(DirectoryInfo folder, Process process, int port) => (this.folder, this.process, Port) = (folder, process, port);

    public int Port { get; }

    /// <param name="settings">More lines for the configuration.</param>
    public static async Task<MosquittoBroker> StartAsync(params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("autovalley-mosquitto-");
        var port = FreePort();
        var configuration = Path.Combine(folder.FullName, "mosquitto.conf");
        await File.WriteAllLinesAsync(configuration, [$"listener {port} 127.0.0.1", "allow_anonymous true", "persistence false", .. settings]);
        var process = Process.Start(new ProcessStartInfo(Program, ["-c", configuration]) { RedirectStandardError = true })!;
        var broker = new MosquittoBroker(folder, process, port);
        // It says on standard error when it listens.
        using var timeout = new CancellationTokenSource(Patience);
        while (await process.StandardError.ReadLineAsync(timeout.Token) is { } line)
        {
            if (line.EndsWith(" running", StringComparison.Ordinal))
                return broker;
        }
        await broker.DisposeAsync();
        throw new InvalidOperationException($"mosquitto did not start on port {port}");
    }

    /// <summary>Ends it without a goodbye.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        process.Dispose();
        folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
