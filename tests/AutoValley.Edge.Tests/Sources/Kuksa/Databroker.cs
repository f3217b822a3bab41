using System.Diagnostics;
using System.Globalization;
using AutoValley.Testing;

namespace AutoValley.Edge.Tests.Sources.Kuksa;

/// <summary>A databroker over gRPC's C core (python3-grpcio), whose signals a test changes.</summary>
internal sealed class Databroker : IDisposable
{
    public const string Python = "/usr/bin/python3";

    // Debian's package; the script has to find it.
    public const string Grpc = "/usr/lib/python3/dist-packages/grpc/__init__.py";
    public const string Protobuf = "/usr/lib/python3/dist-packages/google/protobuf/__init__.py";

    private static readonly string Script = Path.Combine(SharedData.RepositoryRoot, "tests/AutoValley.Edge.Tests/Sources/Kuksa/python/databroker.py");

    private readonly Process process;

    private Databroker(Process process, int port) => (this.process, Port) = (process, port);

    public int Port { get; }

    public static async Task<Databroker> StartAsync(int port = 0, string token = "", params string[] certificate)
    {
        var start = new ProcessStartInfo(Python, ["-u", Script, port.ToString(CultureInfo.InvariantCulture), token, .. certificate]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        var bound = await process.StandardOutput.ReadLineAsync().WaitAsync(Eventually.Limit);
        return new Databroker(process, int.Parse(bound ?? throw new InvalidOperationException("the databroker did not start"), CultureInfo.InvariantCulture));
    }

    /// <summary>Sets a signal.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="value">As <c>{"float": 1.5}</c>, or null for no value.</param>
    /// <param name="time">As <c>[seconds, nanoseconds]</c>, or null for none.</param>
    public async Task SetAsync(string path, string value, string time = "[5, 250]")
    {
        await process.StandardInput.WriteLineAsync($"{{\"path\": \"{path}\", \"value\": {value}, \"time\": {time}}}");
        await process.StandardInput.FlushAsync();
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}
