using AutoValley.Edge.Spool;
using AutoValley.Edge.Tests.Support;
using AutoValley.Edge.Uplink;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Tests.Uplink;

/// <summary>After half an hour offline at 5,000 samples a second: the backlog goes, and what is live does not wait for it.</summary>
public sealed class PacingTests : IDisposable
{
    // Ten batches a second of 500 samples, of noisy doubles that do not pack.
    private const int BatchBytes = 4000, OfflineBatches = 30 * 60 * 10;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly SpoolFolder folder = new();
    private readonly SessionId live = SessionId.New();

    public void Dispose() => folder.Dispose();

    [Theory]
    // What live batches need is 41,000 bytes a second.
    [InlineData(60_000, 50)]
    [InlineData(125_000, 30)]
    [InlineData(125_000, 300)]
    [InlineData(1_250_000, 40)]
    [InlineData(12_500_000, 1)]
    public void TryTake_AfterHalfAnHourOffline_DrainsWithLiveLatencyBelowASecond(int bytesPerSecond, int delay)
    {
        var run = Drain(new UplinkOptions(), bytesPerSecond, TimeSpan.FromMilliseconds(delay));

        Assert.InRange(run.P99, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        // As much of what live leaves free as there is, but for 30 %; a window of 64 batches within the delay is the limit of fast links.
        var free = Math.Min(0.7 * (bytesPerSecond - 41_000), 0.7 * 64 * BatchBytes / (2 * delay / 1000.0));
        Assert.InRange(run.Drained.TotalSeconds, 1, OfflineBatches * (BatchBytes + 100) / free);
    }

    [Fact]
    public void TryTake_BacklogLimited_KeepsItsRate()
    {
        var run = Drain(new UplinkOptions { BacklogBytesPerSecond = 200_000 }, 1_250_000, TimeSpan.FromMilliseconds(20));

        // 72 MB at 200,000 bytes a second.
        Assert.InRange(run.Drained.TotalSeconds, 355, 365);
        Assert.InRange(run.P99, TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void TryTake_AllLimited_KeepsItsRateAndLiveFirst()
    {
        var run = Drain(new UplinkOptions { BytesPerSecond = 100_000 }, 1_250_000, TimeSpan.FromMilliseconds(20));

        Assert.InRange(run.Bytes / run.Drained.TotalSeconds, 95_000, 106_000);
        Assert.InRange(run.P99, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    private (TimeSpan Drained, TimeSpan P99, long Bytes) Drain(UplinkOptions options, int bytesPerSecond, TimeSpan delay)
    {
        folder.Options = folder.Options with { Sync = SpoolSync.None };
        using var spool = folder.Open(live);
        SpoolFolder.Append(spool, 1, OfflineBatches, BatchBytes);
        var plan = new SendPlan(spool, live, options);
        var link = new LinkSimulation(plan, bytesPerSecond, delay);
        var (now, sequence, left) = (TimeSpan.Zero, (ulong)OfflineBatches, OfflineBatches);
        var (due, latencies) = (Interval, new List<TimeSpan>());
        while (left > 0)
        {
            if (now >= due)
            {
                SpoolFolder.Append(spool, ++sequence, sequence, BatchBytes);
                due += Interval;
            }
            foreach (var batch in link.Answered(now, spool))
            {
                if (batch.Sequence <= OfflineBatches)
                    left--;
                else
                    latencies.Add(now - ((long)(batch.Sequence - OfflineBatches) * Interval));
            }
            link.Send(now);
            now = new[] { due, link.NextAnswer ?? due, now + (plan.NextDue(now) ?? Interval) }.Min();
        }
        return (now, latencies.Order().ElementAt(latencies.Count * 99 / 100), link.Bytes);
    }
}
