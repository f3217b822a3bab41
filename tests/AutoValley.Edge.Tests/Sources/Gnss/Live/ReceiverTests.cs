using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Gnss.Live;
using AutoValley.Edge.Sources.Gnss.Nmea;
using AutoValley.Edge.Tests.Sources.Gnss.Nmea;
using AutoValley.Edge.Tests.Support;
using AutoValley.Edge.Uplink;
using AutoValley.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Edge.Tests.Sources.Gnss.Live;

/// <summary>Receivers as they are connected: a serial line, TCP, and Debian's gpsd.</summary>
public sealed class ReceiverTests
{
    private const string Log = "gnss/nmea-gpsd/nmea-rtk.log";
    private const string Gpsd = "/usr/sbin/gpsd";

    private readonly CollectingSink sink = new();
    private readonly VirtualTime clock = new();

    [SharedDataTheory(Log)]
    [InlineData(4_800, "4800")]
    [InlineData(115_200, "115200")]
    [InlineData(230_400, "230400")]
    [InlineData(460_800, "460800")]
    [InlineData(921_600, "921600")]
    public async Task Serial_WholeLog_GivesTheValuesOfItsReplay(int speed, string told)
    {
        using var line = new PseudoTerminal();
        var source = Source(line.Device, _ => Task.FromResult<Stream>(SerialStream.Open(line.Device, speed)));
        await using (new Running(source, sink))
        {
            await Task.Run(() => line.Write(File.ReadAllBytes(SharedData.PathOf(Log))));
            await AssertIsReplayAsync(source);
            var settings = await ForeignProgram.RunAsync("", "stty", "-F", line.Device, "-a");
            Assert.Contains($"speed {told} baud", settings, StringComparison.Ordinal);
            Assert.All(["cs8", "-parenb", "-cstopb", "-icanon", "-echo", "-isig", "-icrnl", "-ixon", "-opost", "-crtscts", "clocal"], flag =>
                Assert.Contains($" {flag}", settings.ReplaceLineEndings(" "), StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Serial_ReceiverThatIsUnplugged_Fails()
    {
        var line = new PseudoTerminal();
        var source = Source(line.Device, _ => Task.FromResult<Stream>(SerialStream.Open(line.Device, 9_600)));
        var running = Task.Run(() => source.RunAsync(sink, CancellationToken.None));
        line.Write(NmeaText.Of("GPGGA,,,,,,0,0,,,M,,M,,"));
        await Eventually.IsTrueAsync(() => source.Statistics.Sentences == 1);
        line.Dispose();
        var failure = await Assert.ThrowsAsync<SourceException>(() => running.WaitAsync(Eventually.Limit));
        Assert.EndsWith("was the receiver unplugged?", failure.Message, StringComparison.Ordinal);
        Assert.Single(sink.Writes);
    }

    [Theory]
    [InlineData("/dev/no-such-device", "gnss /dev/no-such-device: it is not there: is the receiver plugged in?")]
    [InlineData("/dev/null", "gnss /dev/null: is no serial device of 9600 bits a second")]
    public void Open_NoReceiver_SaysWhy(string device, string reason) =>
        Assert.StartsWith(reason, Assert.Throws<SourceException>(() => SerialStream.Open(device, 9_600)).Message, StringComparison.Ordinal);

    [SharedDataFact(Log)]
    public async Task Tcp_WholeLog_GivesTheValuesOfItsReplay()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var source = Connected(((IPEndPoint)listener.LocalEndpoint).Port, isGpsd: false);
        var accepting = listener.AcceptTcpClientAsync();
        await using (new Running(source, sink))
        {
            var peer = await accepting.WaitAsync(Eventually.Limit);
            await peer.GetStream().WriteAsync(File.ReadAllBytes(SharedData.PathOf(Log)));
            await AssertIsReplayAsync(source);
        }
        // Only now: a connection that ends is a failure.
        (await accepting).Dispose();
    }

    [Fact]
    public async Task Tcp_NobodyThere_Fails()
    {
        var failure = await Assert.ThrowsAsync<SourceException>(() => Connected(FreePort(), isGpsd: false).RunAsync(sink, CancellationToken.None).WaitAsync(Eventually.Limit));
        Assert.Contains(": cannot connect: ", failure.Message, StringComparison.Ordinal);
    }

    [ToolFact(Gpsd)]
    public async Task Gpsd_WholeLog_GivesTheValuesOfItsReplay()
    {
        if (!SharedData.Has(Log))
            return;
        using var line = new PseudoTerminal();
        var port = FreePort();
        using var gpsd = Process.Start(new ProcessStartInfo(Gpsd, ["-N", "-n", "-b", "-S", $"{port}", line.Device]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        try
        {
            await Eventually.IsTrueAsync(() => gpsd.HasExited || Listens(port));
            Assert.False(gpsd.HasExited, "gpsd did not start");
            var source = Connected(port, isGpsd: true);
            await using (new Running(source, sink))
            {
                // gpsd passes on what comes after it knows that it is watched, which its answer says.
                await Eventually.IsTrueAsync(() => source.Statistics.BytesBetween > 0);
                await Task.Run(() => line.Write(File.ReadAllBytes(SharedData.PathOf(Log))));
                await AssertIsReplayAsync(source);
            }
        }
        finally
        {
            gpsd.Kill();
            await gpsd.WaitForExitAsync();
        }
    }

    private static bool Listens(int port)
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task AssertIsReplayAsync(GnssLiveSource source)
    {
        var (replayed, statistics) = await NmeaText.ReplayAsync(NmeaRecording.Open(SharedData.PathOf(Log)));
        await Eventually.IsTrueAsync(() => source.Statistics.Sentences == statistics.Sentences, () => source.Statistics.ToString());
        await Eventually.IsTrueAsync(() => clock.TimerCount == 1);
        clock.Advance(GnssLiveSource.Pause);
        await Eventually.IsTrueAsync(() => sink.Writes.Count == replayed.Writes.Count, () => $"{sink.Writes.Count} of {replayed.Writes.Count} epochs; {source.Statistics}");
        Assert.Equal(replayed.Samples.Keys.Order(), sink.Samples.Keys.Order());
        Assert.All(replayed.Samples, signal =>
            Assert.Equal(signal.Value.Select(sample => sample.Value), sink.Samples[signal.Key].Select(sample => sample.Value)));
        Assert.Equal(0, source.Statistics.SentencesLeftOut);
    }

    private GnssLiveSource Connected(int port, bool isGpsd) =>
        Source($"127.0.0.1:{port}", stop => ReceiverConnection.OpenAsync(new ServerAddress("127.0.0.1", port), isGpsd, clock, stop));

    private GnssLiveSource Source(string name, Func<CancellationToken, Task<Stream>> open) => new(name, open, clock, NullLoggerFactory.Instance);
}
