using AutoValley.Edge.Spool;
using AutoValley.Edge.Tests.Support;
using AutoValley.Edge.Uplink;
using AutoValley.Telemetry;
using AutoValley.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Edge.Tests.Uplink;

/// <summary>What died with an agent before is told until a status with it was accepted, and then no more.</summary>
public sealed class UplinkExchangeTests : IDisposable
{
    private static readonly SessionId Session = SessionId.New();

    private readonly TemporaryFolder folder = new();
    private readonly FakeServer server = new();
    private readonly List<SampleLedger> ledgers = [];
    private readonly SampleLedger ledger = new();

    public UplinkExchangeTests() => ledger.Bind(Killed("first", 100), Session, (_, _) => false);

    public void Dispose()
    {
        ledger.Dispose();
        ledgers.ForEach(one => one.Dispose());
        folder.Dispose();
    }

    [Fact]
    public async Task Run_StatusAccepted_IsToldAndTheNextAgentHasNotTo()
    {
        await RunAsync();
        Assert.Equal((0L, 0L), (ledger.Untold, UntoldOfTheNext("first")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_StatusRefusedOrPutOff_IsStillToBeTold(bool isRefused)
    {
        server.Answer = _ => Task.FromResult(isRefused ? PublishOutcome.Refused : PublishOutcome.Later);
        await RunAsync();
        Assert.Equal((100L, 100L), (ledger.Untold, UntoldOfTheNext("first")));
    }

    [Fact]
    public async Task Run_ConnectionLostBeforeTheAnswer_IsStillToBeTold()
    {
        server.Answer = _ => throw new IOException("lost");
        await Assert.ThrowsAsync<IOException>(RunAsync);
        Assert.Equal((100L, 100L), (ledger.Untold, UntoldOfTheNext("first")));
    }

    [Fact]
    public async Task Run_MoreIsFoundWhileTheStatusIsOnItsWay_ThatIsNotToldByIt()
    {
        server.Answer = _ =>
        {
            if (ledger.Untold == 100)
                ledger.Bind(Killed("second", 7), Session, (_, _) => false);
            return Task.FromResult(PublishOutcome.Accepted);
        };
        await RunAsync();
        Assert.Equal((7L, 7L), (ledger.Untold, UntoldOfTheNext("second")));
    }

    // Until the first status was answered; the clock stands, so that there is no second one.
    private async Task RunAsync()
    {
        var (clock, options) = (new VirtualTime(), new UplinkOptions());
        using var spool = BatchSpool.Open(new SpoolOptions { Folder = Path.Combine(folder.Path, "spool"), Vehicle = new VehicleName("acme", "car") }, Session, NullLogger.Instance);
        using var state = new UplinkState(spool, Session, new Outbox(options, NullLogger.Instance), clock, NullLogger.Instance) { Report = () => [1], Ledger = ledger, Command = _ => null };
        await using var connection = await server.ConnectAsync(CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var running = new UplinkExchange(connection, state, options, clock).RunAsync(stop.Token);
        await Eventually.IsTrueAsync(() => running.IsCompleted || state.Connected);
        await stop.CancelAsync();
        await running;
    }

    /// <summary>A folder that an agent left behind which was killed with so many samples in its memory.</summary>
    private string Killed(string name, int samples)
    {
        var killed = new SampleLedger();
        ledgers.Add(killed);
        var left = Directory.CreateDirectory(Path.Combine(folder.Path, name)).FullName;
        killed.Bind(left, SessionId.New(), (_, _) => false);
        killed.Take(samples);
        return left;
    }

    private long UntoldOfTheNext(string name)
    {
        using var next = new SampleLedger();
        var copy = Directory.CreateDirectory(Path.Combine(folder.Path, "next")).FullName;
        File.Copy(Path.Combine(folder.Path, name, SampleLedger.FileName), Path.Combine(copy, SampleLedger.FileName));
        return next.Bind(copy, SessionId.New(), (_, _) => false);
    }
}
