using AutoValley.Edge.Spool;
using AutoValley.Edge.Tests.Support;
using AutoValley.Edge.Uplink;
using AutoValley.Telemetry;
using AutoValley.Testing;

namespace AutoValley.Edge.Tests.Spool;

/// <summary>Durable batches stay as long as there is room for them, and can be sent again.</summary>
public sealed class SpoolArchiveTests : IDisposable
{
    private readonly SpoolFolder folder = new();
    private readonly SessionId session = SessionId.New();

    public SpoolArchiveTests() => folder.Options = folder.Options with { SegmentBytes = 1024, ArchiveBytes = 8 << 10, MaximumBytes = 16 << 10 };

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Acknowledge_WholeSegments_StayWithinTheirBytes()
    {
        using var spool = folder.Open(session);
        for (var sequence = 1UL; sequence <= 500; sequence++)
        {
            SpoolFolder.Append(spool, sequence, sequence);
            spool.Acknowledge(session, [new(1, sequence)]);
            Assert.InRange(spool.Status.ArchivedBytes, 0, 8 << 10);
        }
        Assert.True(spool.IsEmpty);
        Assert.InRange(spool.Status.ArchivedBytes, 6 << 10, 8 << 10);
        Assert.Equal(folder.Segments.Sum(path => new FileInfo(path).Length), spool.Status.Bytes);
        Assert.Equal((0L, 500L), (spool.Status.Drops.Total, spool.Status.DurableBatches));
    }

    [Fact]
    public void Append_NoRoom_DeletesTheArchiveBeforeWhatWaits()
    {
        using var spool = folder.Open(session);
        SpoolFolder.Append(spool, 1, 80);
        // The oldest waits; what is archived is newer and goes first all the same.
        spool.Acknowledge(session, [new(30, 80)]);
        SpoolFolder.Append(spool, 81, 110);

        Assert.Equal(0, spool.Status.Drops.Total);
        Assert.Equal(1UL, SpoolFolder.Pending(spool, session)[0]);
        Assert.InRange(spool.Status.Bytes, 8 << 10, 16 << 10);
    }

    [Fact]
    public void Open_ArchiveOfAnEarlierSession_IsFoundAndNothingOfItWaits()
    {
        using (var spool = folder.Open(session))
        {
            SpoolFolder.Append(spool, 1, 40);
            spool.Acknowledge(session, [new(1, 40)]);
        }
        using var next = folder.Open(SessionId.New());

        Assert.True(next.IsEmpty);
        Assert.DoesNotContain(session, next.Sessions);
        Assert.True(next.Status.ArchivedBytes > 2048);
        Assert.Equal(new SpoolResend(40, 400), next.Resend(0, long.MaxValue));
        Assert.Contains(session, next.Sessions);
        Assert.Equal(SpoolFolder.Payload(7), next.Read(session, 7));
        Assert.Equal(SpoolFolder.Catalog, next.ReadCatalog(session));
    }

    [Fact]
    public void Resend_Span_MakesItsBatchesWaitUntilTheyAreAnswered()
    {
        using var spool = folder.Open(session);
        SpoolFolder.Append(spool, 1, 60);
        spool.Acknowledge(session, [new(1, 60)]);

        // Seconds 20.5 to 23: four batches have samples of it.
        Assert.Equal(new SpoolResend(4, 40), spool.Resend(20_500_000_000, 23_000_000_000));
        Assert.Equal(new SpoolResend(0, 0), spool.Resend(20_500_000_000, 23_000_000_000));
        Assert.Equal([20UL, 21UL, 22UL, 23UL], SpoolFolder.Pending(spool, session));

        // A watermark that says what was known before does not settle them, the answer to one does.
        Assert.Empty(spool.Acknowledge(session, [new(1, 60)]));
        spool.Sent(session, 21);
        Assert.Equal([20UL, 22UL, 23UL], SpoolFolder.Pending(spool, session));
        foreach (var sequence in new[] { 20UL, 22UL, 23UL, 23UL })
            spool.Sent(session, sequence);
        Assert.True(spool.IsEmpty);
        Assert.Equal((60L, 600L, 0L), (spool.Status.DurableBatches, spool.Status.DurableSamples, spool.Status.Drops.Total));
    }

    [Fact]
    public void Resend_SegmentDroppedMeanwhile_IsNoLoss()
    {
        using var spool = folder.Open(session);
        SpoolFolder.Append(spool, 1, 40);
        spool.Acknowledge(session, [new(1, 40)]);
        spool.Resend(0, long.MaxValue);
        SpoolFolder.Append(spool, 41, 300);

        Assert.Equal(300UL, SpoolFolder.Pending(spool, session)[^1]);
        Assert.Equal((300 - 40 - SpoolFolder.Pending(spool, session).Count) * SpoolFolder.SamplesPerBatch, spool.Status.Drops.Total);
        Assert.Equal(spool.Status.Drops.SpoolFull, spool.Status.Drops.Total);
    }

    [Fact]
    public void TryTake_ResendWhileConnected_SendsThemUnderTheirNumbers()
    {
        using var spool = folder.Open(session);
        SpoolFolder.Append(spool, 1, 40);
        spool.Acknowledge(session, [new(1, 40)]);
        var plan = new SendPlan(spool, session, new UplinkOptions());
        Assert.False(plan.TryTake(TimeSpan.Zero, out _));
        SpoolFolder.Append(spool, 41, 42);
        Assert.True(plan.TryTake(TimeSpan.Zero, out var underWay));

        spool.Resend(10_000_000_000, 12_000_000_000);
        var taken = new List<ulong>();
        while (plan.TryTake(TimeSpan.Zero, out var batch))
        {
            taken.Add(batch.Sequence);
            plan.Accepted(batch, TimeSpan.Zero);
        }

        Assert.Equal(41UL, underWay.Sequence);
        Assert.Equal([10UL, 11UL, 12UL, 42UL], taken.Order());
        Assert.Equal([41UL, 42UL], SpoolFolder.Pending(spool, session));
    }

    [Fact]
    public void Maintain_ArchiveOlderThanTheSpoolKeeps_Goes()
    {
        var clock = new VirtualTime();
        folder.Options = folder.Options with { MaximumAge = TimeSpan.FromHours(1), Clock = clock };
        using var spool = folder.Open(session);
        SpoolFolder.Append(spool, 1, 40);
        spool.Acknowledge(session, [new(1, 40)]);
        clock.Advance(TimeSpan.FromHours(1.1));
        spool.Maintain();

        Assert.Equal((0L, 0L), (spool.Status.ArchivedBytes, spool.Status.Drops.Total));
        Assert.Single(folder.Segments);
    }
}
