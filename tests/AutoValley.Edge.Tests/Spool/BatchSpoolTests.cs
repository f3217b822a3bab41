using AutoValley.Edge.Spool;
using AutoValley.Edge.Tests.Support;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Tests.Spool;

public sealed class BatchSpoolTests : IDisposable
{
    private readonly SpoolFolder folder = new();
    private readonly SessionId session = SessionId.New();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Read_AppendedBatches_GivesTheirBytes()
    {
        using var spool = folder.Open(session);
        SpoolFolder.Append(spool, 1, 3);

        Assert.Equal([1UL, 2UL, 3UL], SpoolFolder.Pending(spool, session));
        for (var sequence = 1UL; sequence <= 3; sequence++)
            Assert.Equal(SpoolFolder.Payload(sequence), spool.Read(session, sequence));
        Assert.Null(spool.Read(session, 4));
        Assert.Equal(SpoolFolder.Catalog, spool.ReadCatalog(session));
        Assert.Equal((3, 30L, 3L, 0L), (spool.Status.Batches, spool.Status.Samples, spool.Status.AppendedBatches, spool.Status.DurableBatches));
    }

    [Fact]
    public void Acknowledge_RangesThatOverlap_CountsEachBatchOnce()
    {
        using var spool = folder.Open(session);
        SpoolFolder.Append(spool, 1, 10);

        Assert.Equal([1UL, 2UL, 5UL], spool.Acknowledge(session, [new(1, 2), new(5, 5)]));
        Assert.Equal([3UL, 4UL, 6UL], spool.Acknowledge(session, [new(1, 6)]));
        Assert.Empty(spool.Acknowledge(session, [new(1, 6)]));
        Assert.Equal([7UL, 8UL, 9UL, 10UL], spool.Acknowledge(session, [new(7, ulong.MaxValue)]));

        Assert.Equal((10L, 100L, 0), (spool.Status.DurableBatches, spool.Status.DurableSamples, spool.Status.Batches));
        Assert.True(spool.IsEmpty);
        Assert.Null(spool.Read(session, 3));
    }

    [Fact]
    public void Acknowledge_ForeignSession_ChangesNothing()
    {
        using var spool = folder.Open(session);
        SpoolFolder.Append(spool, 1, 2);

        Assert.Empty(spool.Acknowledge(SessionId.New(), [new(1, 2)]));
        Assert.Equal(2, spool.Status.Batches);
    }

    [Fact]
    public void Acknowledge_WholeSegment_DeletesItsFile()
    {
        folder.Options = folder.Options with { SegmentBytes = 1024 };
        using var spool = folder.Open(session);
        SpoolFolder.Append(spool, 1, 40);
        var before = folder.Segments.Length;
        Assert.True(before > 2);

        spool.Acknowledge(session, [new(2, 40)]);
        Assert.Equal(2, folder.Segments.Length);

        spool.Acknowledge(session, [new(1, 1)]);
        Assert.Single(folder.Segments);
        Assert.True(spool.Status.Bytes <= 1024);
    }

    [Fact]
    public void Dispose_EverythingAcknowledged_LeavesAnEmptyFolder()
    {
        using (var spool = folder.Open(session))
        {
            SpoolFolder.Append(spool, 1, 5);
            spool.Acknowledge(session, [new(1, 5)]);
        }

        Assert.Empty(folder.Segments);
    }

    [Fact]
    public void Open_AfterAnEarlierSession_FindsWhatWaitsAndItsCatalogue()
    {
        folder.Options = folder.Options with { SegmentBytes = 1024 };
        using (var spool = folder.Open(session))
        {
            SpoolFolder.Append(spool, 1, 30);
            spool.Acknowledge(session, [new(1, 3), new(20, 22)]);
        }

        var next = SessionId.New();
        using var reopened = folder.Open(next);

        Assert.Equal([session, next], reopened.Sessions);
        Assert.Equal([.. Range(4, 19), .. Range(23, 30)], SpoolFolder.Pending(reopened, session));
        Assert.Equal(SpoolFolder.Payload(17), reopened.Read(session, 17));
        Assert.Equal(SpoolFolder.Catalog, reopened.ReadCatalog(session));

        reopened.Acknowledge(session, [new(1, 30)]);
        Assert.Equal(240, reopened.Status.DurableBacklogSamples);
        Assert.Equal(0, reopened.Status.DurableSamples);
        Assert.Equal([next], reopened.Sessions);
        Assert.Empty(folder.Segments);
    }

    [Fact]
    public void Open_AcknowledgementsOfAnOlderSession_SurviveTwoRestarts()
    {
        using (var first = folder.Open(session))
            SpoolFolder.Append(first, 1, 9);
        var second = SessionId.New();
        using (var spool = folder.Open(second))
        {
            SpoolFolder.Append(spool, 1, 1);
            spool.Acknowledge(session, [new(1, 4)]);
        }

        using var third = folder.Open(SessionId.New());

        Assert.Equal(Range(5, 9), SpoolFolder.Pending(third, session));
        Assert.Equal([1UL], SpoolFolder.Pending(third, second));
    }

    [Fact]
    public void Append_ChangedCatalogue_IsTheOneOfTheSession()
    {
        byte[] longer = [9, 8, 7];
        using (var spool = folder.Open(session))
        {
            SpoolFolder.Append(spool, 1, 2);
            spool.Append(SpoolFolder.Facts(3), SpoolFolder.Payload(3), longer);
            Assert.Equal(longer, spool.ReadCatalog(session));
        }

        using var reopened = folder.Open(SessionId.New());
        Assert.Equal(longer, reopened.ReadCatalog(session));
    }

    [Fact]
    public void Append_FullSpool_DropsTheOldestAndCounts()
    {
        folder.Options = folder.Options with { SegmentBytes = 1024, MaximumBytes = 4096 };
        using var spool = folder.Open(session);
        SpoolFolder.Append(spool, 1, 200);

        var status = spool.Status;
        var pending = SpoolFolder.Pending(spool, session);
        Assert.True(status.Bytes <= 4096);
        Assert.Equal(folder.Segments.Sum(path => new FileInfo(path).Length), status.Bytes);
        Assert.Equal(200UL, pending[^1]);
        Assert.Equal(Range(pending[0], 200), pending);
        Assert.Equal((200 - pending.Count) * SpoolFolder.SamplesPerBatch, status.Drops.SpoolFull);
        Assert.Equal(status.Drops.SpoolFull, status.Drops.Total);
    }

    [Fact]
    public void Append_FullOfAnEarlierSession_DropsThatOneFirst()
    {
        folder.Options = folder.Options with { SegmentBytes = 1024, MaximumBytes = 4096 };
        using (var spool = folder.Open(session))
            SpoolFolder.Append(spool, 1, 44);

        var next = SessionId.New();
        using var reopened = folder.Open(next);
        var before = SpoolFolder.Pending(reopened, session).Count;
        SpoolFolder.Append(reopened, 1, 10);

        Assert.Equal(Range(1, 10), SpoolFolder.Pending(reopened, next));
        Assert.Equal((before - SpoolFolder.Pending(reopened, session).Count) * 10, reopened.Status.Drops.SpoolFull);
        Assert.True(reopened.Status.Drops.SpoolFull > 0);
    }

    [Fact]
    public void Refuse_Batch_DropsItAndCounts()
    {
        using var spool = folder.Open(session);
        SpoolFolder.Append(spool, 1, 2);
        spool.Refuse(session, 1);
        spool.Refuse(session, 1);

        Assert.Equal([2UL], SpoolFolder.Pending(spool, session));
        Assert.Equal((10L, 0L), (spool.Status.Drops.Refused, spool.Status.DurableSamples));
    }

    [Fact]
    public void Read_DamagedBatch_IsLostAndCounted()
    {
        using var spool = folder.Open(session);
        SpoolFolder.Append(spool, 1, 2);
        using (var file = File.OpenHandle(folder.Segments[0], FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            RandomAccess.Write(file, [0xFF, 0xFF], RandomAccess.GetLength(file) - 2);

        Assert.Null(spool.Read(session, 2));
        Assert.Equal([1UL], SpoolFolder.Pending(spool, session));
        Assert.Equal(10, spool.Status.Drops.Disk);
    }

    [Fact]
    public void Open_FolderInUse_SaysSo()
    {
        using var spool = folder.Open(session);

        var error = Assert.Throws<SpoolException>(() => folder.Open(SessionId.New()));
        Assert.Contains("in use by another agent", error.Message, StringComparison.Ordinal);
        Assert.Contains(folder.Options.Folder, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_FolderOfAnotherVehicle_SaysWhose()
    {
        using (var spool = folder.Open(session))
            SpoolFolder.Append(spool, 1, 1);
        folder.Options = folder.Options with { Vehicle = new VehicleName("acme", "car2") };

        Assert.Contains("acme/car1, not of acme/car2", Assert.Throws<SpoolException>(() => folder.Open(SessionId.New())).Message, StringComparison.Ordinal);
        Assert.Single(folder.Segments);
    }

    [Theory]
    [InlineData(SpoolSync.EveryBatch)]
    [InlineData(SpoolSync.Interval)]
    [InlineData(SpoolSync.None)]
    public void Open_AfterEachPolicy_FindsEverything(SpoolSync sync)
    {
        folder.Options = folder.Options with { Sync = sync, SegmentBytes = 512 };
        using (var spool = folder.Open(session))
        {
            SpoolFolder.Append(spool, 1, 20);
            spool.Maintain();
        }

        using var reopened = folder.Open(SessionId.New());
        Assert.Equal(Range(1, 20), SpoolFolder.Pending(reopened, session));
    }

    private static List<ulong> Range(ulong first, ulong last) => [.. Enumerable.Range((int)first, (int)(last - first + 1)).Select(number => (ulong)number)];
}
