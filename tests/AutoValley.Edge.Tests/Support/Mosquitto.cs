using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using AutoValley.Testing;

namespace AutoValley.Edge.Tests.Support;

/// <summary>Debian's broker as a process of its own, which a test may kill and start again on the same port.</summary>
internal sealed class Mosquitto : IDisposable
{
    public const string Path = "/usr/sbin/mosquitto";

    private readonly TemporaryFolder folder = new();
    private Process? process;

    public Mosquitto()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Port = ((IPEndPoint)probe.LocalEndpoint).Port;
        }
        // As root it would become another user, which may not read the folder.
        File.WriteAllText(folder["mosquitto.conf"], $"listener {Port} 127.0.0.1\nallow_anonymous true\nuser {Environment.UserName}\nmax_inflight_messages 0\n");
    }

    public int Port { get; }

    public async Task StartAsync()
    {
        process = Process.Start(new ProcessStartInfo(Path, ["-c", folder["mosquitto.conf"]]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        await Eventually.IsTrueAsync(() => process.HasExited || Listens());
        Assert.False(process.HasExited, "mosquitto did not start");
    }

    public void Kill()
    {
        process?.Kill();
        process?.WaitForExit();
        process?.Dispose();
        process = null;
    }

    public void Dispose()
    {
        Kill();
        folder.Dispose();
    }

    private bool Listens()
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
