using System.Net.Sockets;
using AutoValley.Edge.Clock.Live;
using AutoValley.Edge.Tests.Support;
using AutoValley.Telemetry.Batches;
using AutoValley.Testing;

namespace AutoValley.Edge.Tests.Clock.Live;

/// <summary>What ptp4l says of the clock: by bytes, and by two of Debian's ptp4l on a link of their own, which are not allowed to touch the clock.</summary>
public sealed class PtpTests
{
    public const string Ptp4l = "/usr/sbin/ptp4l";

    // Of ptp4l 3.1.1: 1 step removed, -1802 ns, 2749 ns.
    private const string Reply = "0d020048000000000000000000000000000000008641c8fffe910c7a00000005047f00000000000000000001000002000001001420010001fffffffff8f60000000000000abd0000";

    [Fact]
    public void WriteRequest_Bytes_AreThoseOfTheStandard()
    {
        var request = new byte[PtpManagement.RequestBytes];
        PtpManagement.WriteRequest(request, 7, 5);
        Assert.Equal("0D0200360700000000000000000000000000000000000000000000000001" + "0005047F" + "FFFFFFFFFFFFFFFFFFFF" + "00000000" + "000100022001", Convert.ToHexString(request));
    }

    [Fact]
    public void TryRead_RecordedReply_GivesOffsetAndDelay()
    {
        Assert.True(PtpManagement.TryRead(Convert.FromHexString(Reply), 5, out var answer));
        Assert.Equal(new ClockAnswer(new ClockQuality(ClockSource.Ptp, -1_802, 2_749), "follows a master 1 steps away"), answer);
    }

    [Fact]
    public void TryRead_NoMasterOrARefusal_SaysSo()
    {
        var reply = Convert.FromHexString(Reply);
        reply[55] = 0;
        Assert.True(PtpManagement.TryRead(reply, 5, out var answer));
        Assert.Equal(new ClockAnswer(null, "follows no master"), answer);
        // MANAGEMENT_ERROR_STATUS
        reply[49] = 2;
        Assert.True(PtpManagement.TryRead(reply, 5, out answer));
        Assert.Equal(new ClockAnswer(null, "refuses to tell"), answer);
        Assert.False(PtpManagement.TryRead(reply, 6, out _));
        Assert.False(PtpManagement.TryRead(reply.AsSpan(0, 40), 5, out _));
    }

    [Fact]
    public async Task AskAsync_NoSocket_SaysSo() =>
        Assert.Equal("is not there", (await Witness("/nowhere/ptp4l").AskAsync(CancellationToken.None)).Words);

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "follows a master 1 steps away, but nobody steers the system clock: does phc2sys run?")]
    public async Task AskAsync_ClockThatNobodySteers_IsNotPtps(bool isSteered, string? refusal)
    {
        using var folder = new TemporaryFolder();
        using var peer = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        peer.Bind(new UnixDomainSocketEndPoint(folder["ptp4l"]));
        var asking = Witness(folder["ptp4l"], isSteered).AskAsync(CancellationToken.None).AsTask();
        var request = new byte[100];
        var heard = await peer.ReceiveFromAsync(request, new UnixDomainSocketEndPoint("any")).WaitAsync(Eventually.Limit);
        var reply = Convert.FromHexString(Reply);
        request.AsSpan(30, 2).CopyTo(reply.AsSpan(30));
        await peer.SendToAsync(reply, heard.RemoteEndPoint);
        var answer = await asking.WaitAsync(Eventually.Limit);
        Assert.Equal(isSteered, answer.Quality is not null);
        Assert.Equal(refusal ?? "follows a master 1 steps away", answer.Words);
        Assert.DoesNotContain(Directory.GetFiles(Path.GetTempPath(), "autovalley-edge-ptp-*"), left => left == heard.RemoteEndPoint.ToString());
    }

    [PtpFact]
    public async Task AskAsync_Ptp4l_AgreesWithPmc()
    {
        using var folder = new TemporaryFolder();
        var (master, slave) = ($"avptpm{Environment.ProcessId}", $"avptps{Environment.ProcessId}");
        try
        {
            await Ip($"netns add {master}", $"netns add {slave}", $"link add eth0 netns {master} type veth peer name eth0 netns {slave}",
                $"-n {master} addr add 10.99.0.1/24 dev eth0", $"-n {slave} addr add 10.99.0.2/24 dev eth0", $"-n {master} link set eth0 up", $"-n {slave} link set eth0 up");
            var witness = Witness(folder["slave"]);
            using var follower = Start(slave, folder, "slave", "slaveOnly 1");
            await Eventually.IsTrueAsync(async () => (await witness.AskAsync(CancellationToken.None)).Words == "follows no master", () => string.Join('\n', follower.Lines));
            using var leader = Start(master, folder, "master", "priority1 10");
            await Eventually.IsTrueAsync(
                async () => (await witness.AskAsync(CancellationToken.None)).Quality is { ErrorNanos: > 0 }, () => string.Join('\n', [.. leader.Lines, .. follower.Lines]));
            var quality = (await witness.AskAsync(CancellationToken.None)).Quality!;
            var told = await ForeignProgram.RunAsync("", "pmc", "-u", "-b", "0", "-s", folder["slave"], "-i", folder["pmc"], "GET CURRENT_DATA_SET");
            Assert.Contains("stepsRemoved     1", told, StringComparison.Ordinal);
            // Both ends have one clock: what they differ by is how late software stamps are on a busy machine.
            Assert.Equal(ClockSource.Ptp, quality.Source);
            Assert.InRange(quality.OffsetNanos!.Value, -500_000_000, 500_000_000);
        }
        finally
        {
            await ForeignProgram.TryRunAsync("", "ip", "netns", "delete", master);
            await ForeignProgram.TryRunAsync("", "ip", "netns", "delete", slave);
        }
    }

    private static ForeignDaemon Start(string space, TemporaryFolder folder, string name, string role)
    {
        File.WriteAllText(folder[name + ".conf"], $"""
            [global]
            time_stamping software
            free_running 1
            uds_address {folder[name]}
            logAnnounceInterval -2
            logSyncInterval -3
            logMinDelayReqInterval -3
            announceReceiptTimeout 3
            {role}
            [eth0]

            """);
        return new ForeignDaemon("ip", "netns", "exec", space, Ptp4l, "-m", "-f", folder[name + ".conf"]);
    }

    private static async Task Ip(params string[] commands)
    {
        foreach (var command in commands)
            await ForeignProgram.RunAsync("", "ip", command.Split(' '));
    }

    private static PtpWitness Witness(string path, bool isSteered = true) => new(path, 0, () => isSteered, TimeProvider.System);
}
