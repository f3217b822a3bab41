using System.Net;
using System.Net.Sockets;
using System.Text;
using AutoValley.Edge.Sources.Json;
using AutoValley.Testing;

namespace AutoValley.Edge.Tests.Sources.Json;

/// <summary>Line-delimited JSON, of a stream and over TCP.</summary>
public sealed class JsonLinesTests
{
    private readonly CollectingSink sink = new();
    private readonly VirtualTime clock = new();

    [Fact]
    public async Task Run_Lines_BecomeSamplesThatShareTheirTimes()
    {
        var source = Source("""
            {"ts": 1.5, "A": 1, "B": "x"}

            {"ts": 2, "A": 2, "B": "y"}
            [{"ts": 3, "A": 3}, {"ts": 4, "A": 4, "C": true}]
            """);
        await source.RunAsync(sink, CancellationToken.None);
        Assert.Equal([(1_500_000_000, "A B"), (2_000_000_000, "A B"), (3_000_000_000, "A"), (4_000_000_000, "A C")], sink.Writes);
        Assert.Equal([1.0, 2.0, 3.0, 4.0], sink.Samples["A"].Select(sample => sample.Value.Double));
        Assert.Equal((3, 7, 0), (source.Statistics.Lines, source.Statistics.Samples, source.Statistics.Refused));
        Assert.Equal(3, sink.Groups.Count);
    }

    [Fact]
    public async Task Run_LineWithoutTime_TakesTheClocks()
    {
        await Source("{\"A\": 1}").RunAsync(sink, CancellationToken.None);
        Assert.Equal(clock.GetUtcNow().ToUnixTimeMilliseconds() * 1_000_000, sink.Writes.Single().Time);
    }

    [Theory]
    [InlineData("{\"A\": 1", "not JSON")]
    [InlineData("{\"A B\": 1}", "'A B' is no signal name")]
    [InlineData("{\"A\": [1]}", "A is an array")]
    [InlineData("7", "neither an object nor an array")]
    public async Task Run_LineThatIsNone_IsCountedAndTheOthersAreTaken(string line, string reason)
    {
        var source = Source($"{{\"ts\": 1, \"A\": 1}}\n{line}\n{{\"ts\": 2, \"A\": 2}}\n");
        await source.RunAsync(sink, CancellationToken.None);
        Assert.Equal((3, 2, 1), (source.Statistics.Lines, source.Statistics.Samples, source.Statistics.Refused));
        Assert.StartsWith(reason, source.Statistics.LastReason);
        Assert.Contains("1 lines refused", source.Statistics.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(70_000)]
    [InlineData(1_000_000)]
    public async Task Run_LineThatIsTooLong_IsSkippedAndCountedOnce(int length)
    {
        var source = Source($"{{\"ts\": 1, \"A\": 1}}\n{{\"B\": \"{new string('x', length)}\"}}\n{{\"ts\": 2, \"A\": 2}}");
        await source.RunAsync(sink, CancellationToken.None);
        Assert.Equal((3, 2, 1), (source.Statistics.Lines, source.Statistics.Samples, source.Statistics.Refused));
        Assert.Equal(["A"], sink.Samples.Keys);
    }

    [Fact]
    public async Task Run_SignalTwiceAtOneTime_IsTakenTwice()
    {
        await Source("[{\"ts\": 1, \"A\": 1}, {\"ts\": 1, \"A\": 2}]").RunAsync(sink, CancellationToken.None);
        Assert.Equal([1.0, 2.0], sink.Samples["A"].Select(sample => sample.Value.Double));
    }

    [Fact]
    public async Task Listen_SeveralDevices_AreTakenUntilItIsStopped()
    {
        using var stop = new CancellationTokenSource();
        var source = new JsonListenSource(new IPEndPoint(IPAddress.Loopback, 0), clock);
        var running = source.RunAsync(sink, stop.Token);
        var address = await source.Bound.WaitAsync(Eventually.Limit);
        using var one = new TcpClient();
        await one.ConnectAsync(address);
        await one.GetStream().WriteAsync("{\"ts\": 1, \"A\": 1}\n"u8.ToArray());
        await Eventually.IsTrueAsync(() => source.Statistics.Samples == 1);
        using (var other = new TcpClient())
        {
            await other.ConnectAsync(address);
            await other.GetStream().WriteAsync("{\"ts\": 2, \"A\": 2}"u8.ToArray());
        }
        await Eventually.IsTrueAsync(() => source.Statistics.Samples == 2);
        await one.GetStream().WriteAsync("{\"ts\": 3, \"A\": 3}\n"u8.ToArray());
        await Eventually.IsTrueAsync(() => source.Statistics.Samples == 3);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Eventually.Limit));
        Assert.Equal(3, sink.Samples["A"].Count);
    }

    [Fact]
    public async Task Listen_DevicesThatComeAndGo_UseUpNoGroups()
    {
        var source = new JsonListenSource(new IPEndPoint(IPAddress.Loopback, 0), clock);
        await using (new Running(source, sink))
        {
            var address = await source.Bound.WaitAsync(Eventually.Limit);
            for (var number = 1; number <= 20; number++)
            {
                using var device = new TcpClient();
                await device.ConnectAsync(address);
                await device.GetStream().WriteAsync("{\"ts\": 1, \"A\": 1}\n"u8.ToArray());
                await Eventually.IsTrueAsync(() => source.Statistics.Samples == number);
            }
        }
        Assert.Single(sink.Groups);
    }

    [Fact]
    public async Task Listen_MoreDevicesThanItTakes_RefusesThemAndCounts()
    {
        var source = new JsonListenSource(new IPEndPoint(IPAddress.Loopback, 0), clock);
        await using (new Running(source, sink))
        {
            var address = await source.Bound.WaitAsync(Eventually.Limit);
            var silent = new List<TcpClient>();
            for (var number = 0; number < JsonListenSource.MaximumConnections + 5; number++)
            {
                silent.Add(new TcpClient());
                await silent[^1].ConnectAsync(address);
            }
            await Eventually.IsTrueAsync(() => source.Statistics.Refused == 5);
            // A place that is given back is taken again.
            silent[0].Dispose();
            await Eventually.IsTrueAsync(async () =>
            {
                using var device = new TcpClient();
                await device.ConnectAsync(address);
                await device.GetStream().WriteAsync("{\"ts\": 1, \"A\": 1}\n"u8.ToArray());
                return source.Statistics.Samples > 0;
            });
            silent.ForEach(device => device.Dispose());
        }
    }

    private JsonStreamSource Source(string text) => new("test", () => new MemoryStream(Encoding.UTF8.GetBytes(text)), clock);
}
