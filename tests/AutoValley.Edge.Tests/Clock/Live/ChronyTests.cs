using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AutoValley.Edge.Clock.Live;
using AutoValley.Edge.Tests.Support;
using AutoValley.Telemetry.Batches;
using AutoValley.Testing;

namespace AutoValley.Edge.Tests.Clock.Live;

/// <summary>What chronyd says of the clock: by bytes, and by Debian's chronyd, which is not allowed to touch the clock.</summary>
public sealed class ChronyTests
{
    private const string Chronyd = "/usr/sbin/chronyd";

    // Of chronyd 4.3, which chronyc shows as: 0.249998525 seconds slow of NTP time, root delay 0.0000064, root dispersion 0.0000003.
    private const string Reply =
        "060200000021000500000000000000000000004d0000000000000000" + "7f0000017f0000010000000000000000000000000001000000030000000000006b093ef020ae3abb"
        + "feffffa4d525ece9dc8fe9cdf93784bbf15a4ddafcada9dbe0d7519cd8b21165048228e7";

    [Theory]
    [InlineData(0xFEFF_FFA4, 0.24999862909317017)]
    [InlineData(0x0000_0000, 0.0)]
    [InlineData(0x0280_0000, 0.5)]
    [InlineData(0x0380_0000, -0.5)]
    [InlineData(0x0480_0000, 1.0)]
    public void Number_Bits_AreCoefficientAndExponent(uint bits, double expected) => Assert.Equal(expected, ChronyTracking.Number(bits), 1e-12);

    [Fact]
    public void TryRead_RecordedReply_GivesOffsetAndBound()
    {
        Assert.True(ChronyTracking.TryRead(Convert.FromHexString(Reply), 77, out var answer));
        Assert.Equal(ClockSource.Ntp, answer.Quality!.Source);
        // Slow is behind.
        Assert.Equal(-249_998_629, answer.Quality.OffsetNanos);
        Assert.Equal(3_540UL, answer.Quality.ErrorNanos!.Value, (one, other) => one > other - 10 && one < other + 10);
        Assert.Equal("is synchronised by Ntp, stratum 3", answer.Words);
    }

    [Theory]
    [InlineData("GPS\0", ClockSource.Gnss)]
    [InlineData("PPS0", ClockSource.Gnss)]
    [InlineData("PHC0", ClockSource.Ptp)]
    [InlineData("PTP1", ClockSource.Ptp)]
    public void TryRead_ReferenceClock_IsTheSource(string name, ClockSource source)
    {
        var reply = Convert.FromHexString(Reply);
        System.Text.Encoding.ASCII.GetBytes(name).CopyTo(reply, 28);
        reply.AsSpan(48, 2).Clear();
        Assert.True(ChronyTracking.TryRead(reply, 77, out var answer));
        Assert.Equal(source, answer.Quality!.Source);
    }

    [Theory]
    [InlineData(54, 3, "is not synchronised")]
    [InlineData(8, 6, "refuses to tell (status 6)")]
    [InlineData(6, 1, "refuses to tell (status 0)")]
    public void TryRead_NothingKnown_SaysWhy(int offset, ushort value, string words)
    {
        var reply = Convert.FromHexString(Reply);
        BinaryPrimitives.WriteUInt16BigEndian(reply.AsSpan(offset), value);
        Assert.True(ChronyTracking.TryRead(reply, 77, out var answer));
        Assert.Equal(new ClockAnswer(null, words), answer);
    }

    [Fact]
    public void TryRead_OwnClockServed_IsNotSynchronised()
    {
        var reply = Convert.FromHexString(Reply);
        BinaryPrimitives.WriteUInt32BigEndian(reply.AsSpan(28), 0x7F7F_0101);
        Assert.True(ChronyTracking.TryRead(reply, 77, out var answer));
        Assert.Null(answer.Quality);
    }

    [Fact]
    public void TryRead_OtherBytes_AreNoReply()
    {
        var reply = Convert.FromHexString(Reply);
        Assert.False(ChronyTracking.TryRead(reply, 78, out _));
        Assert.False(ChronyTracking.TryRead(reply.AsSpan(0, 103), 77, out _));
        foreach (var offset in new[] { 0, 1 })
        {
            var other = (byte[])reply.Clone();
            other[offset] = 9;
            Assert.False(ChronyTracking.TryRead(other, 77, out _));
        }
    }

    [Fact]
    public async Task AskAsync_NobodyThere_SaysSo()
    {
        var answer = await new ChronyWitness(new IPEndPoint(IPAddress.Loopback, FreePort.Udp()), TimeProvider.System).AskAsync(CancellationToken.None);
        Assert.Null(answer.Quality);
        Assert.StartsWith("is not there: ", answer.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AskAsync_NoAnswer_IsGivenUpAfterASecond()
    {
        using var silent = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var clock = new VirtualTime();
        var asking = new ChronyWitness((IPEndPoint)silent.LocalEndPoint!, clock).AskAsync(CancellationToken.None).AsTask();
        var request = new byte[200];
        Assert.Equal(ChronyTracking.Bytes, await silent.ReceiveAsync(request).WaitAsync(Eventually.Limit));
        Assert.False(asking.IsCompleted);
        clock.Advance(DatagramQuestion.Limit);
        Assert.Equal("does not answer within 1 s", (await asking.WaitAsync(Eventually.Limit)).Words);
    }

    [ToolFact(Chronyd, "chronyc")]
    public async Task AskAsync_Chronyd_AgreesWithChronyc()
    {
        using var folder = new TemporaryFolder();
        var (ntp, command) = (FreePort.Udp(), FreePort.Udp());
        File.WriteAllText(folder["server"], $"user {Environment.UserName}\nport {ntp}\ncmdport 0\nbindcmdaddress /\nlocal stratum 2\nallow 127.0.0.1\nbindaddress 127.0.0.1\npidfile {folder["server.pid"]}\n");
        // An offset that is there for certain, as the clocks of one computer have none.
        File.WriteAllText(folder["client"], $"user {Environment.UserName}\nport 0\ncmdport {command}\nbindcmdaddress /\nserver 127.0.0.1 port {ntp} minpoll 0 maxpoll 0 offset 0.25\npidfile {folder["client.pid"]}\n");
        var witness = new ChronyWitness(new IPEndPoint(IPAddress.Loopback, command), TimeProvider.System);
        using var client = new ForeignDaemon(Chronyd, "-x", "-d", "-f", folder["client"]);
        await Eventually.IsTrueAsync(async () => (await witness.AskAsync(CancellationToken.None)).Words == "is not synchronised", () => string.Join('\n', client.Lines));
        using var server = new ForeignDaemon(Chronyd, "-x", "-d", "-f", folder["server"]);
        await Eventually.IsTrueAsync(async () => (await witness.AskAsync(CancellationToken.None)).Quality is not null, () => string.Join('\n', [.. client.Lines, .. server.Lines]));

        var quality = (await witness.AskAsync(CancellationToken.None)).Quality!;
        var told = (await ForeignProgram.RunAsync("", "chronyc", "-c", "-n", "-h", "127.0.0.1", "-p", $"{command}", "tracking")).Split(',');
        var words = await ForeignProgram.RunAsync("", "chronyc", "-n", "-h", "127.0.0.1", "-p", $"{command}", "tracking");
        Assert.Equal(ClockSource.Ntp, quality.Source);
        Assert.Contains("seconds slow of NTP time", words, StringComparison.Ordinal);
        Assert.InRange(quality.OffsetNanos!.Value, -260_000_000, -240_000_000);
        Assert.InRange(-quality.OffsetNanos.Value / 1e9, Number(told[4]) - 0.01, Number(told[4]) + 0.01);
        // Both grow and shrink from second to second.
        Assert.InRange(quality.ErrorNanos!.Value / 1e9, 0, (Number(told[11]) + (Number(told[10]) / 2)) * 100);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
