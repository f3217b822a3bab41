using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Monr;
using AutoValley.Telemetry;
using AutoValley.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Edge.Tests.Sources.Monr;

/// <summary>Over a socket, and with a drive of a proving ground.</summary>
public sealed class MonrSourceTests
{
    private readonly CollectingSink sink = new();
    private readonly VirtualTime clock = new();

    [Fact]
    public async Task Run_PacketsOfTwoTargetsAndNoise_AreTakenUntilItIsStopped()
    {
        using var stop = new CancellationTokenSource();
        var source = Source(IPAddress.Loopback, 0);
        var running = source.RunAsync(sink, stop.Token);
        using var sender = new UdpClient();
        sender.Connect(await source.Bound.WaitAsync(Eventually.Limit));
        byte[][] packets = [new MonrPacket().ToBytes(), [], [1, 2, 3], new MonrPacket { Transmitter = 18 }.ToBytes(), [.. new MonrPacket { Counter = 1, Quarters = 40 }.ToBytes(), .. new MonrPacket { Counter = 3, Quarters = 120 }.ToBytes()]];
        foreach (var packet in packets)
            await sender.SendAsync(packet);
        await Eventually.IsTrueAsync(() => source.Statistics.Messages == 4);
        Assert.Equal((1, 1), (source.Statistics.Lost, source.Statistics.Faults[MonrFault.Framing]));
        Assert.Contains(new SourceCount("messages lost", 1, IsGap: true), source.Counts);
        Assert.NotNull(source.LastFault);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Eventually.Limit));
        Assert.Equal((3, 1), (sink.Samples["MONR.Target17.State"].Count, sink.Samples["MONR.Target18.State"].Count));
    }

    [Fact]
    public async Task Run_PortThatIsTaken_SaysSo()
    {
        using var other = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var source = Source(IPAddress.Loopback, ((IPEndPoint)other.Client.LocalEndPoint!).Port);
        var error = await Assert.ThrowsAsync<SourceException>(() => source.RunAsync(sink, CancellationToken.None));
        Assert.Contains("cannot listen", error.Message, StringComparison.Ordinal);
    }

    [SharedDataFact("gnss/astazero-atos")]
    public async Task Take_RecordedRuralRoad_ComesOutAsItWasDriven()
    {
        var rows = File.ReadLines(SharedData.PathOf("gnss/astazero-atos/rural2.traj")).Where(line => line.StartsWith("LINE", StringComparison.Ordinal))
            .Select(line => line.Split(';')).Select(cells => (Time: Number(cells[1]), X: Number(cells[2]), Y: Number(cells[3]), Z: Number(cells[4]), Yaw: Number(cells[5]), Speed: Number(cells[6]))).ToArray();
        var options = new MonrOptions { Frame = new LocalFrame(57.777073115, 12.781295498333, 193.114, 0) };
        var statistics = new MonrStatistics("test", NullLogger.Instance);
        var receiver = new MonrReceiver(options, statistics, sink);
        for (var index = 0; index < rows.Length; index++)
        {
            var (time, x, y, z, yaw, speed) = rows[index];
            var packet = new MonrPacket
            {
                Counter = (byte)index, Quarters = (uint)Math.Round(time * 4_000), X = (int)Math.Round(x * 1_000), Y = (int)Math.Round(y * 1_000), Z = (int)Math.Round(z * 1_000),
                Yaw = (ushort)Math.Round((double.RadiansToDegrees(yaw) + 720) % 360 * 100), Speed = (short)Math.Round(speed * 100),
            };
            await receiver.TakeAsync(packet.ToBytes(), UnixTime.Now(clock), CancellationToken.None);
        }
        Assert.Equal((7_567, 0), (statistics.Messages, statistics.Lost));
        Assert.Equal((-1_271.799, 1_611.862), (Values("Position.X").Min(), Values("Position.Y").Max()));
        Assert.Equal(9.667 * 3.6, Values("Speed").Max(), 0.02);
        // The length of the way, from latitude and longitude: as the folder's facts have it.
        var (latitudes, longitudes) = (Values("CurrentLocation.Latitude").ToArray(), Values("CurrentLocation.Longitude").ToArray());
        var length = Enumerable.Range(1, latitudes.Length - 1).Sum(index => double.Hypot(
            (latitudes[index] - latitudes[index - 1]) * 111_376, (longitudes[index] - longitudes[index - 1]) * 59_507));
        Assert.Equal(5_765.3, length, 6.0);
    }

    private static double Number(string cell) => cell.Length == 0 ? 0 : double.Parse(cell, CultureInfo.InvariantCulture);

    private IEnumerable<double> Values(string name) => sink.Samples[$"MONR.Target17.{name}"].Select(sample => sample.Value.Double);

    private MonrSource Source(IPAddress address, int port) => new(new MonrOptions { Address = new IPEndPoint(address, port) }, clock, NullLoggerFactory.Instance);
}
