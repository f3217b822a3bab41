using System.Diagnostics;
using AutoValley.Edge.Spool;
using AutoValley.Edge.Tests.Support;
using AutoValley.Telemetry;
using AutoValley.Testing;

namespace AutoValley.Edge.Tests.Spool;

/// <summary>Disks that are full, cannot be written, or go away: batches go on through memory, and what is lost is counted by its cause.</summary>
public sealed class SpoolDiskTests : IDisposable
{
    private readonly SpoolFolder folder = new();
    private readonly FailingDisk disk = new();
    private readonly SessionId session = SessionId.New();

    public SpoolDiskTests() => folder.Options = folder.Options with { Write = disk.Write, SegmentBytes = 1024 };

    public void Dispose() => folder.Dispose();

    [SmallDiskFact]
    public void Append_DiskFullOfOtherThings_DeletesTheOldestSegmentsAndGoesOn()
    {
        using var small = new SmallDisk(1);
        folder.Options = folder.Options with { Folder = small.Folder, SegmentBytes = 64 << 10, Write = RandomAccess.Write };
        using (var spool = folder.Open(session))
        {
            SpoolFolder.Append(spool, 1, 100, length: 4000);
            small.Fill();
            SpoolFolder.Append(spool, 101, 300, length: 4000);

            var pending = SpoolFolder.Pending(spool, session);
            Assert.Equal(Range(pending[0], 300), pending);
            Assert.InRange(pending[0], 150UL, 299UL);
            Assert.Equal((300 - pending.Count) * SpoolFolder.SamplesPerBatch, spool.Status.Drops.DiskFull);
            Assert.Equal((spool.Status.Drops.DiskFull, (string?)null, 0L), (spool.Status.Drops.Total, spool.Status.Fault, spool.Status.MemoryBytes));
            Assert.Equal(SpoolFolder.Payload(300, 4000), spool.Read(session, 300));
        }
        using var reopened = folder.Open(SessionId.New());
        Assert.Equal(300UL, SpoolFolder.Pending(reopened, session)[^1]);
    }

    [SmallDiskFact]
    public void Append_DiskWithoutAnyRoom_KeepsBatchesInMemoryUntilThereIs()
    {
        using var small = new SmallDisk(1);
        folder.Options = folder.Options with { Folder = small.Folder, Write = RandomAccess.Write };
        using (var spool = folder.Open(session))
        {
            small.Fill();
            SpoolFolder.Append(spool, 1, 50);
            spool.Maintain();
            Assert.Equal((50, 0), (SpoolFolder.Pending(spool, session).Count, Directory.GetFiles(small.Folder, "*.spool").Length));
            Assert.NotNull(spool.Status.Fault);

            small.Free();
            spool.Maintain();
            Assert.Equal((null, 0L, 0L), (spool.Status.Fault, spool.Status.MemoryBytes, spool.Status.Drops.Total));
        }
        AssertAllOnDisk(50);
    }

    [Fact]
    public void Append_DiskFailsAndComesBack_KeepsOrderAndLosesNothing()
    {
        using (var spool = folder.Open(session))
        {
            SpoolFolder.Append(spool, 1, 10);
            (disk.Room, disk.Error) = (30, FailingDisk.ReadOnly);
            SpoolFolder.Append(spool, 11, 60);
            spool.Maintain();

            Assert.Equal("no room", spool.Status.Fault);
            Assert.Equal(Range(1, 60), SpoolFolder.Pending(spool, session));
            Assert.Equal(SpoolFolder.Payload(40), spool.Read(session, 40));
            Assert.Equal(SpoolFolder.Payload(5), spool.Read(session, 5));
            Assert.Equal(SpoolFolder.Catalog, spool.ReadCatalog(session));
            spool.Acknowledge(session, [new(1, 2), new(20, 25)]);

            // Room for a part of them: the rest stays in memory, in order.
            disk.Room = 2000;
            spool.Maintain();
            Assert.NotNull(spool.Status.Fault);
            Assert.Equal([.. Range(3, 19), .. Range(26, 60)], SpoolFolder.Pending(spool, session));

            disk.Room = long.MaxValue;
            spool.Maintain();
            SpoolFolder.Append(spool, 61, 70);
            Assert.Equal((null, 0L, 0L), (spool.Status.Fault, spool.Status.MemoryBytes, spool.Status.Drops.Total));
            Assert.Equal(folder.Segments.Sum(path => new FileInfo(path).Length), spool.Status.Bytes);
        }
        using var reopened = folder.Open(SessionId.New());
        var expected = Range(3, 19).Concat(Range(26, 70)).ToList();
        Assert.Equal(expected, SpoolFolder.Pending(reopened, session));
        Assert.All(expected, sequence => Assert.Equal(SpoolFolder.Payload(sequence), reopened.Read(session, sequence)));
    }

    [Fact]
    public void Append_MoreThanTheMemoryHolds_DropsTheOldestAndCounts()
    {
        folder.Options = folder.Options with { MemoryBytes = 64 << 10 };
        disk.Room = 0;
        using var spool = folder.Open(session);
        for (var sequence = 1UL; sequence <= 1000; sequence++)
        {
            SpoolFolder.Append(spool, sequence, sequence);
            Assert.InRange(spool.Status.MemoryBytes, 1, 64 << 10);
        }

        var pending = SpoolFolder.Pending(spool, session);
        Assert.Equal(Range(pending[0], 1000), pending);
        Assert.InRange(pending.Count, 150, 250);
        Assert.Equal((1000 - pending.Count) * SpoolFolder.SamplesPerBatch, spool.Status.Drops.Memory);
        Assert.Equal(spool.Status.Drops.Memory, spool.Status.Drops.Total);
    }

    [Fact]
    public void Acknowledge_BatchesInMemory_GivesTheMemoryBack()
    {
        disk.Room = 0;
        using var spool = folder.Open(session);
        SpoolFolder.Append(spool, 1, 10);

        Assert.Equal(Range(1, 10), spool.Acknowledge(session, [new(1, 10)]));
        Assert.Equal((0L, 10L), (spool.Status.MemoryBytes, spool.Status.DurableBatches));
    }

    [Fact]
    public void Dispose_BatchesInMemory_CountsThem()
    {
        disk.Room = 0;
        var spool = folder.Open(session);
        SpoolFolder.Append(spool, 1, 10);
        spool.Dispose();

        Assert.Equal(100, spool.Status.Drops.Memory);
    }

    [Fact]
    public void Open_FolderThatCannotBeMade_RunsFromMemoryAndReturns()
    {
        var obstacle = Path.Combine(folder.Options.Folder, "mount");
        File.WriteAllText(obstacle, "");
        folder.Options = folder.Options with { Folder = Path.Combine(obstacle, "spool") };
        using (var spool = folder.Open(session))
        {
            SpoolFolder.Append(spool, 1, 5);
            Assert.Contains("spool", spool.Status.Fault, StringComparison.Ordinal);
            Assert.Equal(Range(1, 5), SpoolFolder.Pending(spool, session));
            var resends = spool.Resends;

            File.Delete(obstacle);
            LeaveSegment(folder.Options.Folder, out var earlier);
            spool.Maintain();
            Assert.Null(spool.Status.Fault);
            Assert.Equal([earlier, session], spool.Sessions);
            Assert.NotEqual(resends, spool.Resends);
        }
        AssertAllOnDisk(5);
    }

    [SmallDiskFact]
    public void Open_ReadOnlyDisk_SendsWhatIsThereAndKeepsNewOnesInMemory()
    {
        using var small = new SmallDisk(1);
        folder.Options = folder.Options with { Folder = small.Folder, Write = RandomAccess.Write };
        LeaveSegment(small.Folder, out var earlier);
        Remount(small, "ro");
        using (var spool = folder.Open(session))
        {
            SpoolFolder.Append(spool, 1, 5);
            Assert.Equal([earlier, session], spool.Sessions);
            Assert.Equal(SpoolFolder.Payload(2), spool.Read(earlier, 2));
            Assert.Contains("ead-only", spool.Status.Fault, StringComparison.Ordinal);
            Assert.Throws<SpoolException>(() => folder.Open(SessionId.New()));

            Remount(small, "rw");
            spool.Maintain();
            Assert.Null(spool.Status.Fault);
        }
        AssertAllOnDisk(5);
    }

    [Fact]
    public void Maintain_SegmentThatCannotBeRead_IsLostAndCountedAndTheRestGoesOn()
    {
        using (var spool = folder.Open(session))
            SpoolFolder.Append(spool, 1, 60);
        using var reopened = folder.Open(SessionId.New());
        var all = SpoolFolder.Pending(reopened, session).Count;
        File.Delete(folder.Segments[0]);
        Assert.True(folder.Segments.Length > 4);

        var left = SpoolFolder.Pending(reopened, session);
        reopened.Maintain();

        Assert.Equal(60, all);
        Assert.InRange(left.Count, 40, 58);
        Assert.Equal(Range(left[0], 60), left);
        Assert.Equal((60 - left.Count) * SpoolFolder.SamplesPerBatch, reopened.Status.Drops.Disk);
        Assert.Equal(left.Count, reopened.Status.Batches);
    }

    private static List<ulong> Range(ulong first, ulong last) => [.. Enumerable.Range((int)first, (int)(last - first + 1)).Select(number => (ulong)number)];

    private static void Remount(SmallDisk disk, string how)
    {
        using var mount = Process.Start("mount", ["-o", $"remount,{how}", disk.Folder]);
        mount.WaitForExit();
        Assert.Equal(0, mount.ExitCode);
    }

    private static void LeaveSegment(string path, out SessionId earlier)
    {
        earlier = SessionId.New();
        using var other = BatchSpool.Open(
            new SpoolOptions { Folder = path, Vehicle = SpoolFolder.Vehicle }, earlier, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        SpoolFolder.Append(other, 1, 3);
    }

    private void AssertAllOnDisk(ulong last)
    {
        using var reopened = folder.Open(SessionId.New());
        Assert.Equal(Range(1, last), SpoolFolder.Pending(reopened, session));
        Assert.All(Range(1, last), sequence => Assert.Equal(SpoolFolder.Payload(sequence), reopened.Read(session, sequence)));
    }
}
