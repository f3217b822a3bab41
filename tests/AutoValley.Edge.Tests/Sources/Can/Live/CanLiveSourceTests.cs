using AutoValley.Edge.Linux;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Can;
using AutoValley.Edge.Sources.Can.Live;
using AutoValley.Edge.Sources.Dbc;
using AutoValley.Testing;

namespace AutoValley.Edge.Tests.Sources.Can.Live;

/// <summary>The live bus, by a pair of sockets that carry the same frames.</summary>
public sealed class CanLiveSourceTests
{
    private const string Database = "BO_ 100 M: 64 X\n SG_ s : 0|8@1+ (1,0) [0|0] \"\" X\n SG_ far : 504|8@1+ (1,0) [0|0] \"\" X\nBO_ 2147483749 E: 1 X\n SG_ s : 0|8@1+ (1,0) [0|0] \"\" X";
    private const string Rav4 = "can/rav4-comma2k19";

    private readonly CollectingSink sink = new();

    [SharedDataFact(Rav4)]
    public async Task Run_AWholeDrive_GivesTheValuesOfItsReplay()
    {
        var bus = CanReference.Bus("can0", $"{Rav4}/toyota_rav4_2017_pt_generated.dbc");
        var (replayed, _) = await CanReference.Decode($"{Rav4}/candump.log.gz", [bus]);
        using var pair = CanPair.Create();
        var source = new CanLiveSource("can0", pair.Open, new CanDecoder([bus]), null, TimeProvider.System);
        var before = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1_000_000;
        await RunAsync(source, () =>
        {
            using var log = CanLog.Open(SharedData.PathOf($"{Rav4}/candump.log.gz"));
            while (log.Read())
            {
                if (log.Frame.Bus == "can0")
                    pair.Send(log.Frame.Id, log.Frame.Data);
            }
        }, () => source.Statistics.FramesRead == 53_800);
        Assert.Equal(replayed.Samples.Keys.Order(), sink.Samples.Keys.Order());
        Assert.All(replayed.Samples, signal =>
            Assert.Equal(signal.Value.Select(sample => sample.Value), sink.Samples[signal.Key].Select(sample => sample.Value)));
        Assert.All(sink.Samples.Values, samples => Assert.All(samples, sample => Assert.InRange(sample.Time, before, long.MaxValue)));
        Assert.Equal(0, Count(source, "lost frames") + Count(source, "frames without the kernel's time") + Count(source, "unreadable frames"));
    }

    [Fact]
    public async Task Run_FramesOfAllKinds_AreDecodedOrCounted()
    {
        using var pair = CanPair.Create();
        var source = Source(pair.Open);
        await RunAsync(source, () =>
        {
            pair.Send(100, 1);
            pair.Send(100, [.. new byte[63], 9]);
            pair.Send(0x8000_0065, 2);
            pair.Send(101, 3);
            pair.Send(0x4000_0064);
            // Bus off and a controller that lost frames; an acknowledgement nobody gave.
            pair.Send(0x2000_0044, 0, 1, 0, 0, 0, 0, 0, 0);
            pair.Send(0x2000_0020, 0, 0, 0, 0, 0, 0, 0, 0);
            pair.Bus.Send(new byte[5]);
        }, () => source.Statistics.FramesRead == 7);
        Assert.Equal([1L, 0L], sink.Samples["CAN.M.s"].Select(sample => sample.Value.Integer));
        Assert.Equal([9L], sink.Samples["CAN.M.far"].Select(sample => sample.Value.Integer));
        Assert.Equal([2L], sink.Samples["CAN.E.s"].Select(sample => sample.Value.Integer));
        Assert.Equal(
            (7, 3, 1, 1, 2, 1, 1, 1, 1, 1),
            (Count(source, "frames"), Count(source, "frames decoded"), Count(source, "frames of an unknown id"), Count(source, "remote requests"),
                Count(source, "error frames"), Count(source, "bus off"), Count(source, "controller faults"), Count(source, "controller overruns"),
                Count(source, "frames nobody acknowledged"), Count(source, "unreadable frames")));
    }

    [Fact]
    public async Task Run_MoreThanTheKernelKeeps_CountsWhatIsLost()
    {
        const int sent = 5_000;
        using var pair = CanPair.CreateLossy();
        var source = Source(() =>
        {
            var socket = pair.OpenSmall();
            for (var index = 0; index < sent; index++)
                pair.Send(100, 1);
            return socket;
        });
        await RunAsync(source, () => { }, () =>
        {
            // The kernel tells of losses with the next frame that it keeps.
            pair.Send(100, 2);
            return Count(source, "lost frames") > 0;
        });
        var (read, lost) = (Count(source, "frames"), Count(source, "lost frames"));
        Assert.True(lost > 0 && read > 0 && read + lost >= sent, $"{read} read, {lost} lost of {sent}");
        Assert.Contains(source.Counts, count => count is { Name: "lost frames", IsGap: true });
    }

    [Fact]
    public async Task Run_AgainAfterAFailure_CountsOn()
    {
        using var pair = CanPair.Create();
        var source = Source(pair.Open);
        await RunAsync(source, () => pair.Send(100, 1), () => source.Statistics.FramesRead == 1);
        await RunAsync(source, () => pair.Send(100, 2), () => source.Statistics.FramesRead == 2);
        Assert.Equal([1L, 2L], sink.Samples["CAN.M.s"].Select(sample => sample.Value.Integer));
    }

    [Fact]
    public async Task Run_SocketThatFails_IsASourceException()
    {
        var source = Source(() => CanSocket.Over("can0", File.OpenHandle("/dev/null")));
        var failure = await Assert.ThrowsAsync<SourceException>(() => source.RunAsync(sink, CancellationToken.None).WaitAsync(Eventually.Limit));
        Assert.Equal("CAN interface can0: Socket operation on non-socket", failure.Message);
    }

    [Theory]
    [InlineData(Errno.NetworkDown, "CAN interface can0: it is down: ip link set can0 up type can bitrate 500000")]
    [InlineData(Errno.NoSuchDevice, "CAN interface can0: it is not there: see ip link")]
    [InlineData(Errno.NoAddressFamily, "CAN interface can0: this kernel has no SocketCAN: modprobe can-raw")]
    [InlineData(13, "CAN interface can0: Permission denied")]
    public void Failure_Error_SaysWhatToDo(int error, string message) =>
        Assert.StartsWith(message, CanSocket.Failure("can0", error).Message, StringComparison.Ordinal);

    [Fact]
    public void Open_NoSuchInterface_IsASourceException() =>
        Assert.StartsWith("CAN interface nocan9: ", Assert.Throws<SourceException>(() => CanSocket.Open("nocan9", null)).Message, StringComparison.Ordinal);

    [VirtualCanFact]
    public async Task Run_VirtualInterface_ReadsWhatIsSentOnIt()
    {
        const string name = "avtestcan0";
        await ForeignProgram.RunAsync("", "ip", "link", "add", name, "type", "vcan");
        try
        {
            var filters = CanFilter.Of(Bus(name).Database.Messages);
            var source = new CanLiveSource(name, () => CanSocket.Open(name, filters), new CanDecoder([Bus(name)]), null, TimeProvider.System);
            var down = await Assert.ThrowsAsync<SourceException>(() => source.RunAsync(sink, CancellationToken.None).WaitAsync(Eventually.Limit));
            Assert.Contains("is down", down.Message, StringComparison.Ordinal);
            await ForeignProgram.RunAsync("", "ip", "link", "set", name, "mtu", "72", "up");
            using var sender = CanSocket.Open(name, []);
            var frame = new byte[CanWireFrame.ClassicBytes];
            CanWireFrame.Write(frame, 100, isExtended: false, [7]);
            await RunAsync(source, () => { }, () =>
            {
                sender.TrySend(frame);
                return source.Statistics.FramesDecoded > 0;
            });
            Assert.All(sink.Samples["CAN.M.s"], sample => Assert.Equal(7, sample.Value.Integer));
        }
        finally
        {
            await ForeignProgram.RunAsync("", "ip", "link", "delete", name);
        }
    }

    private static long Count(CanLiveSource source, string name) => source.Counts.SingleOrDefault(count => count.Name == name).Count;

    private static CanBus Bus(string name = "can0") => new(name, DbcFile.Parse("a.dbc", Database));

    private static CanLiveSource Source(Func<CanSocket> open) => new("can0", open, new CanDecoder([Bus()]), null, TimeProvider.System);

    private async Task RunAsync(CanLiveSource source, Action act, Func<bool> until)
    {
        using var stop = new CancellationTokenSource();
        var running = Task.Run(() => source.RunAsync(sink, stop.Token));
        await Task.Run(act);
        await Eventually.IsTrueAsync(() => running.IsCompleted || until(), () => string.Join(", ", source.Counts));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Eventually.Limit));
    }
}
