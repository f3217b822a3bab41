using AutoValley.Edge.Sources.Can;
using AutoValley.Edge.Sources.Can.Live;
using AutoValley.Edge.Sources.Dbc;
using AutoValley.Testing;

namespace AutoValley.Edge.Tests.Sources.Can.Live;

public sealed class ObdPollerTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(10);

    private readonly VirtualTime clock = new();
    private readonly byte[] request = new byte[CanWireFrame.ClassicBytes];

    [Theory]
    [InlineData(false, "DF0700000800000002010CCCCCCCCCCC")]
    [InlineData(true, "F133DB980800000002010CCCCCCCCCCC")]
    public void TryAsk_First_IsAWholeFrame(bool isExtended, string expected)
    {
        Assert.True(Poller(isExtended, 0x0C).TryAsk(clock.GetTimestamp(), request));
        Assert.Equal(expected, Convert.ToHexString(request));
    }

    [Fact]
    public void TryAsk_Answered_AsksTheNextAndThenWaitsForTheRound()
    {
        var poller = Poller(false, 0x0C, 0x0D);
        var asked = new List<(double Second, byte Pid)>();
        var begin = clock.GetUtcNow();
        for (; (clock.GetUtcNow() - begin).TotalSeconds < 2.5; clock.Advance(Moment))
        {
            if (!poller.TryAsk(clock.GetTimestamp(), request))
                continue;
            asked.Add(((clock.GetUtcNow() - begin).TotalSeconds, request[10]));
            Assert.False(poller.TryAsk(clock.GetTimestamp(), request));
            poller.Hear(Frame(0x7E8, 4, 0x41, request[10], 1, 2, 0, 0, 0));
        }
        Assert.Equal([(0, 0x0C), (0.01, 0x0D), (1, 0x0C), (1.01, 0x0D), (2, 0x0C), (2.01, 0x0D)], asked);
        Assert.Equal((6, 6, 0, 0), (Count(poller, "OBD requests"), Count(poller, "OBD answers"), Count(poller, "OBD requests without answer"), Count(poller, "OBD requests refused")));
    }

    [Fact]
    public void TryAsk_NoAnswer_AsksTheNextAfterItsTimeAndCountsIt()
    {
        var poller = Poller(false, 0x0C, 0x0D);
        Assert.True(poller.TryAsk(clock.GetTimestamp(), request));
        // Of another value, another service, another node; too short; a remote request.
        poller.Hear(Frame(0x7E8, 4, 0x41, 0x0D, 1, 2, 0, 0, 0));
        poller.Hear(Frame(0x7E8, 4, 0x49, 0x0C, 1, 2, 0, 0, 0));
        poller.Hear(Frame(0x7F0, 4, 0x41, 0x0C, 1, 2, 0, 0, 0));
        poller.Hear(Frame(0x7E8, 4, 0x41));
        clock.Advance(ObdPoller.LongestWait - Moment);
        Assert.False(poller.TryAsk(clock.GetTimestamp(), request));
        clock.Advance(Moment);
        Assert.True(poller.TryAsk(clock.GetTimestamp(), request));
        Assert.Equal((0x0D, 1, 0), ((int)request[10], Count(poller, "OBD requests without answer"), Count(poller, "OBD answers")));
        poller.Hear(Frame(0x7E9, 3, 0x7F, 0x01, 0x12, 0, 0, 0, 0));
        Assert.Equal(1, Count(poller, "OBD requests refused"));
    }

    [Fact]
    public void NotSent_Request_IsCountedAndTheNextFollows()
    {
        var poller = Poller(false, 0x0C, 0x0D);
        Assert.True(poller.TryAsk(clock.GetTimestamp(), request));
        poller.NotSent();
        Assert.True(poller.TryAsk(clock.GetTimestamp(), request));
        Assert.Equal((0x0D, 1), ((int)request[10], Count(poller, "OBD requests not sent")));
    }

    [Fact]
    public void TryAsk_RoundsThatTakeTooLong_FollowEachOtherOnce()
    {
        var poller = Poller(false, 0x0C);
        Assert.True(poller.TryAsk(clock.GetTimestamp(), request));
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.True(poller.TryAsk(clock.GetTimestamp(), request));
        clock.Advance(ObdPoller.LongestWait);
        Assert.False(poller.TryAsk(clock.GetTimestamp(), request));
    }

    [Fact]
    public async Task Run_BusWithAnEcu_IsAskedAndItsAnswersAreSamples()
    {
        const string database = "BO_ 2024 OBD: 8 X\n SG_ rpm : 31|16@0+ (0.25,0) [0|0] \"rpm\" X\n";
        using var pair = CanPair.Create();
        var decoder = new CanDecoder([new CanBus("can0", DbcFile.Parse("a.dbc", database))]);
        var obd = new ObdPoller(new ObdOptions([0x0C], TimeSpan.FromMilliseconds(50), false), TimeProvider.System);
        var source = new CanLiveSource("can0", pair.Open, decoder, obd, TimeProvider.System);
        var sink = new CollectingSink();
        using var stop = new CancellationTokenSource();
        var running = Task.Run(() => source.RunAsync(sink, stop.Token));
        for (var round = 0; round < 3; round++)
        {
            Assert.Equal(CanWireFrame.ClassicBytes, await pair.Bus.ReceiveAsync(request).WaitAsync(Eventually.Limit));
            Assert.Equal("DF0700000800000002010CCCCCCCCCCC", Convert.ToHexString(request));
            pair.Send(0x7E8, 4, 0x41, 0x0C, 0x0B, 0xB8, 0, 0, 0);
            await Eventually.IsTrueAsync(() => source.Statistics.FramesDecoded == round + 1);
        }
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Eventually.Limit));
        Assert.Equal([750.0, 750.0, 750.0], sink.Samples["CAN.OBD.rpm"].Select(sample => sample.Value.Double));
        Assert.Contains(source.Counts, count => count.Name == "OBD requests" && count.Count >= 3);
    }

    private static int Count(ObdPoller poller, string name) => poller.Counts.Single(count => count.Name == name) is var found ? (int)found.Count : 0;

    private static CanFrame Frame(uint id, params byte[] data)
    {
        var frame = new CanFrame { Id = id };
        frame.SetData(data);
        return frame;
    }

    private ObdPoller Poller(bool isExtended, params byte[] pids) => new(new ObdOptions(pids, TimeSpan.FromSeconds(1), isExtended), clock);
}
