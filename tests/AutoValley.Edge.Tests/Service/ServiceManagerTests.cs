using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using AutoValley.Edge.Commands;
using AutoValley.Edge.Service;
using AutoValley.Edge.Tests.Support;
using AutoValley.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Edge.Tests.Service;

/// <summary>What systemd is told, over a socket like its own.</summary>
public sealed class ServiceManagerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Socket systemd = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly Dictionary<string, string> variables = [];

    public ServiceManagerTests()
    {
        var path = Path.Combine(folder.Path, "notify");
        systemd.Bind(new UnixDomainSocketEndPoint(path));
        variables["NOTIFY_SOCKET"] = path;
    }

    public void Dispose()
    {
        systemd.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("20000000", null, 20.0)]
    [InlineData("20000000", "42", 20.0)]
    [InlineData("20000000", "43", null)]
    [InlineData("0", null, null)]
    [InlineData("soon", null, null)]
    [InlineData("99999999999999999999", null, null)]
    [InlineData(null, null, null)]
    public void WatchdogInterval_Variables_IsWhatIsMeantForThisProcess(string? microseconds, string? process, double? seconds)
    {
        using var manager = new ServiceManager(name => name == "WATCHDOG_USEC" ? microseconds : name == "WATCHDOG_PID" ? process : null, 42, NullLogger.Instance);
        Assert.Equal(seconds, manager.WatchdogInterval?.TotalSeconds);
    }

    [Fact]
    public void Alive_StatusOfSeveralLines_IsOneLine()
    {
        using var manager = New();
        manager.Alive("lost:\nREADY=1");
        Assert.Equal("WATCHDOG=1\nSTATUS=lost: READY=1", Receive());
    }

    [Fact]
    public void Ready_ManagerGone_IsNoFailure()
    {
        using var manager = New();
        systemd.Dispose();
        manager.Ready("fine");
        manager.Stopping();
    }

    [Fact]
    public void Ready_AbstractSocket_IsReached()
    {
        var name = $"autovalley-{Guid.NewGuid():N}";
        using var hidden = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        hidden.Bind(new UnixDomainSocketEndPoint($"\0{name}"));
        variables["NOTIFY_SOCKET"] = $"@{name}";
        using var manager = New();
        manager.Ready("fine");
        Assert.Equal("READY=1\nSTATUS=fine", Receive(hidden));
    }

    [Fact]
    public async Task Run_UnderSystemd_TellsReadyAliveReloadingAndStopping()
    {
        variables["WATCHDOG_USEC"] = "2000000";
        var file = Path.Combine(folder.Path, "agent.json");
        await File.WriteAllTextAsync(file, $$"""
            { "vehicle": "acme/car1", "server": "127.0.0.1:1", "spool": { "folder": "{{folder.Path}}/spool" }, "sources": [ { "kind": "json", "listen": "127.0.0.1:0" } ] }
            """);
        var (clock, requests) = (new VirtualTime(), Channel.CreateUnbounded<bool>());
        using var stop = new CancellationTokenSource();
        var host = new CommandHost
        {
            Output = TextWriter.Null, Error = TextWriter.Null, Clock = clock, Variable = variables.GetValueOrDefault, ReloadRequests = requests.Reader.ReadAllAsync,
        };
        var running = CommandLine.RunAsync(["run", "--config", file], host, stop.Token);

        Assert.StartsWith("READY=1\nSTATUS=not connected", Receive(), StringComparison.Ordinal);
        var alive = Task.Run(() => Receive());
        await clock.AdvanceUntilAsync(() => alive.IsCompleted, TimeSpan.FromMilliseconds(500));
        Assert.StartsWith("WATCHDOG=1\n", await alive, StringComparison.Ordinal);

        requests.Writer.TryWrite(true);
        Assert.Matches("^RELOADING=1\nMONOTONIC_USEC=[0-9]+$", ReceiveBut("WATCHDOG"));
        Assert.StartsWith("READY=1", ReceiveBut("WATCHDOG"), StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, "{");
        requests.Writer.TryWrite(true);
        Assert.StartsWith("RELOADING=1", ReceiveBut("WATCHDOG"), StringComparison.Ordinal);
        Assert.StartsWith("READY=1", ReceiveBut("WATCHDOG"), StringComparison.Ordinal);
        Assert.False(running.IsCompleted);

        await stop.CancelAsync();
        Assert.Equal("STOPPING=1", ReceiveBut("WATCHDOG"));
        await clock.AdvanceUntilAsync(() => running.IsCompleted, TimeSpan.FromMilliseconds(100));
        Assert.Equal(ExitCode.Done, await running);
    }

    private ServiceManager New() => new(variables.GetValueOrDefault, 42, NullLogger.Instance);

    private string ReceiveBut(string passedOver)
    {
        string message;
        do
            message = Receive();
        while (message.StartsWith(passedOver, StringComparison.Ordinal));
        return message;
    }

    private string Receive(Socket? from = null)
    {
        var bytes = new byte[4096];
        from ??= systemd;
        from.ReceiveTimeout = (int)Eventually.Limit.TotalMilliseconds;
        return Encoding.UTF8.GetString(bytes, 0, from.Receive(bytes));
    }
}
