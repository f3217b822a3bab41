using System.Net;
using System.Net.Sockets;
using AutoValley.Edge.Driver;
using AutoValley.Edge.Tests.Support;
using AutoValley.Testing;

namespace AutoValley.Edge.Tests.Driver;

public sealed class DriverPortTests : IAsyncLifetime
{
    private static readonly IPEndPoint Free = new(IPAddress.Loopback, 0);

    private readonly VirtualTime clock = new();
    private readonly KeptLog log = new();
    private readonly CancellationTokenSource stop = new();
    private readonly DriverPort port;
    private bool isOnline = true;
    private Task running = Task.CompletedTask;

    public DriverPortTests() => port = new DriverPort(() => isOnline, clock, log);

    public Task InitializeAsync()
    {
        running = port.RunAsync(stop.Token);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        port.Dispose();
        stop.Dispose();
    }

    [Fact]
    public async Task Run_Display_ReadsWarningsAndSignsOfLife()
    {
        port.Listen(Free);
        using var display = await ConnectAsync();
        using var lines = new StreamReader(display.GetStream());
        Assert.Equal("""{"kind":"alive","server":true,"warnings":0}""", await NextAsync(lines));
        Assert.Equal(1, port.Board.Show(new DriverWarning("4", DriverSeverity.Danger, "closing in", 0, IsOver: false)));
        Assert.Contains("closing in", await NextAsync(lines), StringComparison.Ordinal);
        isOnline = false;
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("""{"kind":"alive","server":false,"warnings":1}""", await NextAsync(lines));
    }

    [Fact]
    public async Task Listen_AnotherAddress_ClosesTheDisplaysOfTheFirst()
    {
        port.Listen(Free);
        using var display = await ConnectAsync();
        using var lines = new StreamReader(display.GetStream());
        Assert.NotNull(await NextAsync(lines));
        port.Listen(null);
        Assert.Null(await NextAsync(lines));
        Assert.Contains("no displays", port.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Listen_FirstAddressOfARunningAgent_ReturnsAndServes()
    {
        // Without the test's context, so that who waits may go on inside of the call that wakes it.
        await Task.Run(async () =>
        {
            using var other = new DriverPort(() => true, TimeProvider.System, log);
            var serving = other.RunAsync(stop.Token);
            other.Listen(Free);
            await Eventually.IsTrueAsync(() => other.Bound is not null);
            await stop.CancelAsync();
            await serving;
        }).WaitAsync(Eventually.Limit);
    }

    [Fact]
    public async Task Listen_AddressInUse_IsToldAndTriedAgain()
    {
        using var other = new TcpListener(Free);
        other.Start();
        var taken = (IPEndPoint)other.LocalEndpoint;
        port.Listen(taken);
        await Eventually.IsTrueAsync(() => port.Refusal is not null);
        Assert.StartsWith($"driver.listen {taken}: cannot listen: ", port.Refusal, StringComparison.Ordinal);
        other.Stop();
        await Eventually.IsTrueAsync(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(5));
            return port.Bound is not null;
        });
        Assert.Null(port.Refusal);
    }

    private static Task<string?> NextAsync(StreamReader lines) => lines.ReadLineAsync().WaitAsync(Eventually.Limit);

    private async Task<TcpClient> ConnectAsync()
    {
        await Eventually.IsTrueAsync(() => port.Bound is not null);
        var display = new TcpClient();
        await display.ConnectAsync(port.Bound!);
        return display;
    }
}
