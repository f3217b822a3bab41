using AutoValley.Storage.Journal;
using AutoValley.Storage.Journal.Parking;
using AutoValley.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Storage.Tests.Journal;

/// <summary>The golden file is written from FORMAT.md, not by the writer.</summary>
public sealed class JournalFormatTests
{
    private static readonly Vehicle Shuttle = new(1, new VehicleName("avl", "shuttle-1"));
    private static readonly Dictionary<int, Session> Sessions = new[] { 7, 300 }.ToDictionary(id => id, id => new Session(id, Shuttle, SessionId.New()));

    private static readonly (long Position, int Session, ulong Sequence, long ReceiveTime, byte[] Payload)[] Records =
    [
        (41, 7, 1, 1_790_000_000_000_000_000, "hello"u8.ToArray()),
        (42, 7, ulong.MaxValue, -1, [.. Enumerable.Range(0, 16).Select(value => (byte)value)]),
        (43, 300, 2, 0, [0]),
    ];

    [Fact]
    public void Read_GoldenFile_GivesItsRecords()
    {
        var disk = new SimulatedDisk();
        using (var file = disk.Create("00000000000000000041.avj", 0))
            file.Write(Golden(), 0);
        var segment = Assert.Single(Recover(disk, sealedPosition: 40).Segments);
        Assert.Equal(
            Records.Select(record => (record.Position, record.Session, record.Sequence, record.ReceiveTime, Convert.ToHexString(record.Payload))),
            segment.Loaded!.Records.Select(record => (
                record.Position, record.Session.Id, record.Sequence, record.ReceiveTime, Convert.ToHexString(record.Payload.Span))));
        Assert.Equal((41L, 43L), (segment.FirstPosition, segment.LastPosition));
        Assert.Equal(Golden()[..^64], disk["00000000000000000041.avj"]);
    }

    [Fact]
    public void Write_SameRecords_GivesTheGoldenFile()
    {
        var disk = new SimulatedDisk();
        using var writer = SegmentWriter.Create(disk, 41, Golden().Length);
        foreach (var record in Records)
        {
            var group = new CommitGroup();
            group.Add(new JournalRecord(Sessions[record.Session], record.Sequence, record.ReceiveTime, record.Payload));
            writer.Write(group);
        }
        Assert.Equal(Golden(), disk["00000000000000000041.avj"]);
    }

    [Fact]
    public void Read_AnyByteOfTheNewestSegmentChanged_KeepsTheRecordsBeforeIt()
    {
        var golden = Golden();
        int[] ends = [32, 32 + 48, 32 + 48 + 56, 32 + 48 + 56 + 48];
        for (var at = 0; at < ends[^1]; at++)
        {
            var disk = new SimulatedDisk();
            var bytes = (byte[])golden.Clone();
            bytes[at] ^= 0x41;
            using (var file = disk.Create("00000000000000000041.avj", 0))
                file.Write(bytes, 0);
            var recovery = Recover(disk, sealedPosition: 40);
            var records = recovery.Segments.Sum(segment => segment.Loaded!.Records.Count);
            Assert.InRange(records, Math.Max(0, ends.Count(end => end <= at) - 1), 3);
            Assert.True(records < 3 || IsPadding(at), $"byte {at} was not missed");
            Assert.Equal(41 + records, recovery.NextPosition(40));
        }
    }

    [Fact]
    public void Read_CutAnywhere_KeepsWholeRecordsAndCutsTheRest()
    {
        var golden = Golden();
        for (var length = 0; length <= golden.Length; length++)
        {
            var disk = new SimulatedDisk();
            using (var file = disk.Create("00000000000000000041.avj", 0))
                file.Write(golden.AsSpan(0, length), 0);
            var recovery = Recover(disk, sealedPosition: 40);
            var again = Recover(disk, sealedPosition: 40);
            Assert.Equal(recovery.NextPosition(40), again.NextPosition(40));
            Assert.Equal(length >= 32 + 48 + 56 + 41 ? 44 : length >= 32 + 48 + 56 ? 43 : length >= 32 + 45 ? 42 : 41, recovery.NextPosition(40));
        }
    }

    [Fact]
    public void Read_DamageInAnOlderSegment_KeepsTheFileAside()
    {
        var disk = new SimulatedDisk();
        var damaged = Golden();
        damaged[32 + 48 + 50] ^= 1;
        using (var file = disk.Create("00000000000000000041.avj", 0))
            file.Write(damaged, 0);
        using (var writer = SegmentWriter.Create(disk, 44, 100))
        {
            var group = new CommitGroup();
            group.Add(new JournalRecord(Sessions[7], 9, 0, "later"u8.ToArray()));
            writer.Write(group);
        }
        var recovery = Recover(disk, sealedPosition: 40);
        Assert.Equal([41, 44], recovery.Segments.SelectMany(segment => segment.Loaded!.Records).Select(record => record.Position));
        Assert.Equal(damaged, disk["00000000000000000041.avj.damaged"]);
        Assert.Equal(45, recovery.NextPosition(40));
    }

    [Fact]
    public void Read_SealedSegments_AreDeletedAndNumbersGoOn()
    {
        var disk = new SimulatedDisk();
        using (var file = disk.Create("00000000000000000041.avj", 0))
            file.Write(Golden(), 0);
        var recovery = Recover(disk, sealedPosition: 43);
        Assert.Empty(recovery.Segments);
        Assert.Empty(disk.Names);
        Assert.Equal(44, recovery.NextPosition(43));
    }

    [Fact]
    public void Read_UnknownSession_IsOneClearError()
    {
        var disk = new SimulatedDisk();
        using (var file = disk.Create("00000000000000000041.avj", 0))
            file.Write(Golden(), 0);
        var recovery = new JournalRecovery(new ParkingPlace(disk, new JournalSessions([]), NullLogger.Instance));
        Assert.Contains("position 41 is of session 7", Assert.Throws<StoreException>(() => recovery.Read(0)).Message, StringComparison.Ordinal);
    }

    private static JournalRecovery Recover(SimulatedDisk disk, long sealedPosition)
    {
        var recovery = new JournalRecovery(new ParkingPlace(disk, new JournalSessions(Sessions.Values), NullLogger.Instance));
        recovery.Read(sealedPosition);
        return recovery;
    }

    private static bool IsPadding(int at) => at is >= 32 + 45 and < 32 + 48 or >= 32 + 48 + 56 + 41;

    private static byte[] Golden() => GoldenFiles.Segment;
}
