using System.IO.Pipelines;
using System.Text;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Gnss.Live;
using AutoValley.Edge.Tests.Sources.Gnss.Nmea;
using AutoValley.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Edge.Tests.Sources.Gnss.Live;

/// <summary>A live receiver, in virtual time.</summary>
public sealed class GnssLiveSourceTests : IAsyncLifetime
{
    private const string Gga = "GPGGA,172814.0,3723.46587704,N,12202.26957864,W,4,6,1.2,18.893,M,-25.669,M,2.0,0031";
    private const string Rmc = "GPRMC,172814.0,A,3723.46587704,N,12202.26957864,W,10.0,90.0,220716,,,R";

    private readonly CollectingSink sink = new();
    private readonly VirtualTime clock = new();
    private readonly Pipe receiver = new();
    private readonly GnssLiveSource source;
    private readonly CancellationTokenSource stop = new();
    private readonly Task running;
    private int taken;

    public GnssLiveSourceTests()
    {
        source = new GnssLiveSource("/dev/test", _ => Task.FromResult(receiver.Reader.AsStream()), clock, NullLoggerFactory.Instance);
        running = Task.Run(() => source.RunAsync(sink, stop.Token));
    }

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds() * 1_000_000;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    [Fact]
    public async Task Run_Epoch_HasTheTimeWhenItsFirstSentenceCame()
    {
        var begin = Now;
        await SayAsync(Gga);
        await PassAsync(TimeSpan.FromMilliseconds(20));
        await SayAsync(Rmc);
        Assert.Empty(sink.Writes);
        await PassAsync(GnssLiveSource.Pause);
        await Eventually.IsTrueAsync(() => sink.Writes.Count == 1);
        Assert.Equal(begin, sink.Writes[0].Time);
        Assert.Equal("RTK_FIXED", sink.Samples["GNSS.FixQuality"][0].Value.Text);
        Assert.Equal(18.52, sink.Samples["Vehicle.Speed"][0].Value.Double, 1e-9);
        Assert.Equal(new DateTimeOffset(2016, 7, 22, 17, 28, 14, TimeSpan.Zero).ToUnixTimeMilliseconds(), sink.Samples["GNSS.UtcMilliseconds"][0].Value.Integer);
    }

    [Fact]
    public async Task Run_NextEpoch_EndsTheOneBefore()
    {
        var begin = Now;
        await SayAsync(Gga);
        await PassAsync(TimeSpan.FromMilliseconds(50));
        await SayAsync(Gga.Replace("172814.0", "172814.1", StringComparison.Ordinal));
        await Eventually.IsTrueAsync(() => sink.Writes.Count == 1);
        Assert.Equal(begin, sink.Writes[0].Time);
    }

    [Fact]
    public async Task Run_ReceiverWithoutTime_StillGivesItsSamples()
    {
        await SayAsync("GPGGA,,,,,,0,0,,,M,,M,,");
        await PassAsync(GnssLiveSource.Pause);
        await Eventually.IsTrueAsync(() => sink.Writes.Count == 1);
        Assert.Equal("NONE", sink.Samples["GNSS.FixQuality"][0].Value.Text);
        Assert.False(sink.Samples.ContainsKey("GNSS.UtcMilliseconds"));
    }

    [Fact]
    public async Task Run_Silence_IsCountedOnceAndThenStartsAnew()
    {
        await SayAsync(Gga);
        await PassAsync(GnssLiveSource.Pause);
        await PassAsync(GnssLiveSource.Silence);
        await Eventually.IsTrueAsync(() => Count("silences") == 1);
        Assert.Equal("for 5 s nothing: is its antenna cable or power off?", source.LastFault);
        Assert.Contains(source.Counts, count => count is { Name: "silences", IsGap: true });
        await PassAsync(GnssLiveSource.Silence);
        await PassAsync(GnssLiveSource.Silence);
        Assert.Equal(1, Count("silences"));
        await SayAsync(Gga);
        await PassAsync(GnssLiveSource.Pause);
        await PassAsync(GnssLiveSource.Silence);
        await Eventually.IsTrueAsync(() => Count("silences") == 2);
        while (!running.IsCompleted)
            await PassAsync(GnssLiveSource.Silence);
        var failure = await Assert.ThrowsAsync<SourceException>(() => running);
        Assert.StartsWith("gnss /dev/test: for 30 s nothing", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, sink.Writes.Count);
    }

    [Fact]
    public async Task Run_NoiseForSeconds_IsSilenceToo()
    {
        for (var second = 0; second < 6; second++)
        {
            await WriteAsync("\u0001\u0002\u0003$GPGGA,1*00\r\n");
            await Eventually.IsTrueAsync(() => Count("sentences left out") == second + 1);
            await PassAsync(TimeSpan.FromSeconds(1));
        }
        await Eventually.IsTrueAsync(() => Count("silences") == 1);
        Assert.Contains("bytes, but no sentence: is the speed right", source.LastFault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ReceiverThatIsGone_GivesWhatItSaidAndFails()
    {
        await SayAsync(Gga);
        await receiver.Writer.CompleteAsync();
        var failure = await Assert.ThrowsAsync<SourceException>(() => running.WaitAsync(Eventually.Limit));
        Assert.Equal("gnss /dev/test: the other side closed the connection", failure.Message);
        Assert.Single(sink.Writes);
        Assert.Equal((1, 1, 1), (Count("sentences"), Count("epochs"), Count("fixes")));
    }

    private async Task SayAsync(string body)
    {
        await WriteAsync(NmeaText.Sentence(body) + "\r\n");
        taken++;
        await Eventually.IsTrueAsync(() => source.Statistics.Sentences == taken);
    }

    private async Task WriteAsync(string text) => await receiver.Writer.WriteAsync(Encoding.Latin1.GetBytes(text));

    // Time passes only while the source waits for it.
    private async Task PassAsync(TimeSpan time)
    {
        await Eventually.IsTrueAsync(() => clock.TimerCount == 1 || running.IsCompleted);
        clock.Advance(time);
    }

    private long Count(string name) => source.Counts.Single(count => count.Name == name).Count;
}
