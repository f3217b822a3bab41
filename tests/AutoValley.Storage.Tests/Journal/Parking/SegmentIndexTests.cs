using AutoValley.Storage.Journal;
using AutoValley.Storage.Journal.Parking;
using AutoValley.Storage.Tests.Maintenance;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Storage.Tests.Journal.Parking;

/// <summary>The index of a segment: what it says, and that nothing of it is believed that is not as it was written.</summary>
public sealed class SegmentIndexTests
{
    private const string Name = "00000000000000000041.avj";
    private const string IndexName = Name + ".index";
    private static readonly Vehicle Shuttle = new(1, new VehicleName("avl", "shuttle-1"));
    private static readonly Series Speed = new(3, Shuttle, "Vehicle.Speed", SignalType.Double, "", "");
    private static readonly Session[] Sessions = [.. new[] { 7, 300 }.Select(NewSession)];

    [Fact]
    public void Park_GoldenSegment_WritesTheGoldenIndex()
    {
        var disk = DiskWith(GoldenFiles.Segment[..^64]);
        var place = PlaceOn(disk);
        place.Park(SegmentScan.Read(disk, Name, place.Sessions).Segment!);
        Assert.Equal(GoldenFiles.Index, disk[IndexName]);
    }

    [Fact]
    public void TryOpen_GoldenIndex_TellsWhatIsInTheSegment()
    {
        var disk = DiskWith(GoldenFiles.Segment[..^64], GoldenFiles.Index);
        var parked = PlaceOn(disk).TryOpen(Name)!;
        Assert.Equal((41, 43, 152), (parked.Summary.FirstPosition, parked.Summary.LastPosition, parked.Bytes));
        Assert.Equal(
            [(7, new SequenceRange(1, 1)), (7, new SequenceRange(ulong.MaxValue, ulong.MaxValue)), (300, new SequenceRange(2, 2))], parked.Sessions());
        Assert.Equal([42L, 43], parked.Read(parked.PlacesAfter(41, 10)).Select(record => record.Position));
        Assert.Equal("hello"u8.ToArray(), Assert.Single(parked.Read(parked.PlacesAfter(40, 1))).Payload);
        Assert.Equal([32u, 80, 136], parked.Find(Shuttle, null)!.Stretches.SelectMany(stretch => stretch.Places.ToArray()));
    }

    [Fact]
    public void Use_AnyByteOfTheIndexChanged_AnswersAsEver()
    {
        var (segment, index) = Speeds();
        for (var at = 0; at < index.Length; at++)
        {
            var changed = (byte[])index.Clone();
            changed[at] ^= 0x41;
            var place = PlaceOn(DiskWith(segment, changed));
            // What a start does not find is found when it is asked for.
            AssertAnswers(place.TryOpen(Name) ?? place.Park(SegmentScan.Read(place.Files, Name, place.Sessions).Segment!));
        }
    }

    [Fact]
    public void Use_IndexCutAnywhereOrGone_AnswersAsEver()
    {
        var (segment, index) = Speeds();
        for (var length = 0; length < index.Length; length++)
        {
            var disk = DiskWith(segment, index);
            var parked = PlaceOn(disk).TryOpen(Name)!;
            disk.Delete(IndexName);
            if (length > 0)
                disk.Create(IndexName, 0).Write(index.AsSpan(0, length), 0);
            AssertAnswers(parked);
            Assert.Equal(index, disk[IndexName]);
        }
    }

    [Fact]
    public void TryOpen_IndexOfAnotherSegment_IsNotBelieved()
    {
        var (segment, index) = Speeds();
        Assert.NotNull(PlaceOn(DiskWith(segment, index)).TryOpen(Name));
        var (other, _) = Speeds(value: 2);
        Assert.Equal(segment.Length, other.Length);
        Assert.Null(PlaceOn(DiskWith(other, index)).TryOpen(Name));
        Assert.Null(PlaceOn(DiskWith([.. segment, 0], index)).TryOpen(Name));
        Assert.Null(PlaceOn(DiskWith(segment[..^1], index)).TryOpen(Name));
        Assert.Null(PlaceOn(DiskWith(GoldenFiles.Segment[..^64], index)).TryOpen(Name));
    }

    [Fact]
    public void Recover_IndexWithoutSegment_IsDeleted()
    {
        var disk = new SimulatedDisk();
        disk.Create(IndexName, 0).Write(GoldenFiles.Index, 0);
        var recovery = new JournalRecovery(PlaceOn(disk));
        recovery.Read(0);
        Assert.Empty(disk.Names);
        Assert.Equal(1, recovery.NextPosition(0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Recover_MoreThanTheMemoryHolds_ParksIt(long memory)
    {
        var (segment, index) = Speeds();
        var disk = DiskWith(segment);
        var recovery = new JournalRecovery(PlaceOn(disk), 40, memory * 1_000_000);
        recovery.Read(40);
        var only = Assert.Single(recovery.Segments);
        Assert.Equal(memory == 0, only.Loaded is null);
        Assert.Equal(memory == 0 ? [Name, IndexName] : [Name], disk.Names.Order());
        if (memory == 0)
            Assert.Equal(index, disk[IndexName]);
    }

    [Fact]
    public void Recover_IndexCannotBeWritten_KeepsTheRecordsInMemory()
    {
        var disk = DiskWith(Speeds().Segment);
        disk.Decide = (_, name) => name == "create" ? Fault.Fails : Fault.None;
        var logger = new RecordingLogger();
        var recovery = new JournalRecovery(new ParkingPlace(disk, new JournalSessions(Sessions), logger), 40, 0);
        recovery.Read(40);
        Assert.NotNull(Assert.Single(recovery.Segments).Loaded);
        Assert.StartsWith("3016 ", Assert.Single(logger.Lines), StringComparison.Ordinal);
    }

    // Three batches of one session, then one of another; the second is earlier than the first.
    private static (byte[] Segment, byte[] Index) Speeds(double value = 1)
    {
        var disk = new SimulatedDisk();
        using var writer = SegmentWriter.Create(disk, 41, 0);
        foreach (var (session, sequence, time) in new[] { (0, 5ul, 500L), (0, 6ul, 300), (0, 8ul, 800), (1, 1ul, 900) })
        {
            var batch = new BatchWriter();
            batch.AddColumn(TestVehicle.Speed, batch.AddTimes([time, time + 1]), Values.Of(new[] { value, value }));
            var group = new CommitGroup();
            group.Add(new JournalRecord(
                Sessions[session], sequence, 7, batch.ToPayload(Sessions[session].SessionId, sequence, 0, 0, new ClockQuality(ClockSource.System, null, null))));
            writer.Write(group);
        }
        writer.Close();
        var parked = PlaceOn(disk).Park(writer.Segment);
        AssertAnswers(parked);
        return (disk[Name], disk[IndexName]);
    }

    private static void AssertAnswers(ParkedSegment parked)
    {
        Assert.Equal([(7, new SequenceRange(5, 6)), (7, new SequenceRange(8, 8)), (300, new SequenceRange(1, 1))], parked.Sessions());
        Assert.Equal([41L, 42, 43, 44], parked.Read(parked.PlacesAfter(0, 10)).Select(record => record.Position));
        var records = parked.Find(Shuttle, new TimeRange(901, 902))!;
        Assert.Equal(
            [(7, new SequenceRange(5, 6), new TimeSpread(300, 501)), (7, new SequenceRange(8, 8), new TimeSpread(800, 801)), (300, new SequenceRange(1, 1), new TimeSpread(900, 901))],
            records.Stretches.Select(stretch => (stretch.Session, stretch.Numbers, stretch.Times)));
        var latest = Assert.Single(records.Latest);
        Assert.Equal((Speed.Id, 901), (latest.Key, latest.Value.Time));
        Assert.Equal(44, Assert.Single(parked.Read([latest.Value.Place])).Position);
        Assert.Null(parked.Find(Shuttle, new TimeRange(902, 903)));
        Assert.Null(parked.Find(new Vehicle(2, new VehicleName("avl", "shuttle-2")), null));
    }

    private static SimulatedDisk DiskWith(byte[] segment, byte[]? index = null)
    {
        var disk = new SimulatedDisk();
        disk.Create(Name, 0).Write(segment, 0);
        if (index is not null)
            disk.Create(IndexName, 0).Write(index, 0);
        return disk;
    }

    private static ParkingPlace PlaceOn(SimulatedDisk disk) => new(disk, new JournalSessions(Sessions), NullLogger.Instance);

    private static Session NewSession(int id)
    {
        var session = new Session(id, Shuttle, new SessionId((UInt128)id));
        session.Declare(TestVehicle.Speed, Speed);
        return session;
    }
}
