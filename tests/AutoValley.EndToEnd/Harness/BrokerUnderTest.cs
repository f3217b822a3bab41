namespace AutoValley.EndToEnd.Harness;

/// <summary>Debian's mosquitto on a port of its own, which may be killed and started again; it remembers nothing.</summary>
public sealed class BrokerUnderTest : IAsyncDisposable
{
    public const string Program = "/usr/sbin/mosquitto";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("autovalley-broker-");
    private readonly string[] settings;

    private BrokerUnderTest(string[] settings) => this.settings = settings;

    public int Port { get; } = ServerUnderTest.FreePort();

    public string Address => $"127.0.0.1:{Port}";

    public HostedProcess Process { get; private set; } = null!;

    /// <param name="settings">More lines of its configuration.</param>
    public static async Task<BrokerUnderTest> StartAsync(params string[] settings)
    {
        var broker = new BrokerUnderTest(settings);
        await broker.StartAgainAsync();
        return broker;
    }

    public async Task StartAgainAsync()
    {
        var configuration = Path.Combine(folder.FullName, "mosquitto.conf");
        await File.WriteAllLinesAsync(configuration, [$"listener {Port} 127.0.0.1", "allow_anonymous true", "persistence false", .. settings]);
        Process = HostedProcess.Start(Program, ["-c", configuration]);
        await Process.LineAsync(" running");
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
