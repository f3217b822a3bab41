using AutoValley.Edge.Spool;
using AutoValley.Edge.Tests.Support;
using AutoValley.Telemetry;
using AutoValley.Testing;

namespace AutoValley.Edge.Tests.Spool;

/// <summary>A week of a vehicle's life in virtual time: hours on- and offline, restarts, a disk that fails, a clock that is set. Every sample is accounted for.</summary>
public sealed class SpoolWeekTests : IDisposable
{
    private const int Minutes = 7 * 24 * 60, BatchesAMinute = 10, PayloadBytes = 150;

    private readonly SpoolFolder folder = new();
    private readonly VirtualTime clock = new();
    private readonly FailingDisk disk = new() { Error = FailingDisk.ReadOnly };
    private readonly Random random = new(7);

    // What the vehicle gave and what became of it, in batches, by session.
    private readonly Dictionary<SessionId, SequenceRanges> durable = [];
    private readonly Dictionary<SessionId, ulong> given = [];
    private long dropped;

    public SpoolWeekTests() => folder.Options = folder.Options with
    {
        Clock = clock,
        Write = disk.Write,
        MaximumAge = TimeSpan.FromHours(20),
        MaximumBytes = 2 << 20,
        SegmentBytes = 64 << 10,
        ArchiveBytes = 256 << 10,
        MemoryBytes = 128 << 10,
        Sync = SpoolSync.None,
    };

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Week_OfEverything_IsBoundedAndExact()
    {
        var (session, isOnline) = (SessionId.New(), false);
        var spool = Open(session);
        for (var minute = 0; minute < Minutes; minute++)
        {
            SpoolFolder.Append(spool, given[session] + 1, given[session] += BatchesAMinute, PayloadBytes);
            if (random.Next(200) == 0)
                isOnline = !isOnline;
            if (isOnline)
                Send(spool);
            if (random.Next(500) == 0)
                clock.Jump(TimeSpan.FromHours(random.Next(2) == 0 ? 1 : -1));
            disk.Room = random.Next(300) == 0 ? 5000 : disk.Room < long.MaxValue && random.Next(20) != 0 ? disk.Room : long.MaxValue;
            clock.Advance(TimeSpan.FromMinutes(1));
            spool.Maintain();
            if (random.Next(700) == 0)
            {
                // A clean stop, of a disk that takes what was acknowledged: else some of that comes again.
                disk.Room = long.MaxValue;
                spool.Maintain();
                Close(spool);
                spool = Open(session = SessionId.New());
            }
            if (minute % 100 == 0)
                AssertBounds(spool);
        }
        disk.Room = long.MaxValue;
        spool.Maintain();
        AssertBounds(spool);
        while (!spool.IsEmpty)
            Send(spool);
        Close(spool);

        var all = given.Values.Sum(count => (long)count);
        Assert.Equal(Minutes * BatchesAMinute, all);
        Assert.Equal(all - durable.Values.Sum(ranges => (long)ranges.Total), dropped / SpoolFolder.SamplesPerBatch);
        Assert.InRange(dropped / SpoolFolder.SamplesPerBatch, 1, all / 2);
    }

    private BatchSpool Open(SessionId session)
    {
        (given[session], durable[session]) = (0, []);
        return folder.Open(session);
    }

    private void Close(BatchSpool spool)
    {
        spool.Dispose();
        dropped += spool.Status.Drops.Total;
    }

    /// <summary>The server takes everything that waits, in any order.</summary>
    private void Send(BatchSpool spool)
    {
        foreach (var session in spool.Sessions)
        {
            for (var after = 0UL; spool.TryNext(session, after, out var batch); after = batch.Sequence)
            {
                if (spool.Read(session, batch.Sequence) is not { } payload)
                    continue;
                Assert.Equal(SpoolFolder.Payload(batch.Sequence, PayloadBytes), payload);
                Assert.True(durable[session].Add(batch.Sequence), "no batch waits that is durable");
                // Watermarks come late and together.
                if (random.Next(50) == 0)
                    spool.Acknowledge(session, durable[session]);
            }
            spool.Acknowledge(session, durable[session]);
        }
    }

    private void AssertBounds(BatchSpool spool)
    {
        var status = spool.Status;
        Assert.InRange(status.Bytes, 0, 2 << 20);
        Assert.InRange(status.ArchivedBytes, 0, 256 << 10);
        Assert.InRange(status.MemoryBytes, 0, 128 << 10);
        Assert.InRange(status.OldestAge, TimeSpan.Zero, TimeSpan.FromHours(20));
        var files = folder.Segments.Sum(path => new FileInfo(path).Length);
        Assert.InRange(files, 0, (2 << 20) + (64 << 10));
    }
}
