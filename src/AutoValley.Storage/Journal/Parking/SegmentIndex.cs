using System.Buffers.Binary;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Storage.Journal.Parking;

/// <summary>The index of a segment, read as far as it is asked for. What is not as it was written is never believed: it throws.</summary>
internal sealed class SegmentIndex
{
    private readonly IJournalFile file;
    private readonly byte[] head;
    private readonly int ranges;
    private readonly int vehicles;
    private readonly uint positionsCheck;

    private SegmentIndex(IJournalFile file, byte[] head)
    {
        (this.file, this.head) = (file, head);
        (ranges, vehicles, positionsCheck) = (Int(64), Int(68), UInt(72));
        Summary = new SegmentSummary
        {
            FirstPosition = Long(8), Bytes = Long(16), Count = Int(24), FirstCheck = UInt(28), LastCheck = UInt(32), Digest = UInt(36),
            ReceiveTime = Long(40), Times = new TimeSpread(Long(48), Long(56)), LastPlace = UInt(76),
        };
    }

    /// <summary>What it says of its segment.</summary>
    public SegmentSummary Summary { get; }

    /// <summary>The batch numbers of each session.</summary>
    public IEnumerable<(int Session, SequenceRange Numbers)> Sessions =>
        Enumerable.Range(0, ranges).Select(index => SegmentIndexFormat.HeaderSize + (index * SegmentIndexFormat.RangeSize))
            .Select(at => (Int(at), new SequenceRange((ulong)Long(at + 8), (ulong)Long(at + 16))));

    // Where the directory has each vehicle.
    private IEnumerable<int> Entries => Enumerable.Range(0, vehicles).Select(
        index => SegmentIndexFormat.HeaderSize + (ranges * SegmentIndexFormat.RangeSize) + (index * SegmentIndexFormat.VehicleSize));

    /// <param name="file">The index's file; open for as long as anything is asked for.</param>
    /// <exception cref="InvalidDataException">It is not as it was written.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SegmentIndex Read(IJournalFile file)
    {
        var header = Read(file, 0, SegmentIndexFormat.HeaderSize);
        if (!header.AsSpan().StartsWith(SegmentIndexFormat.Magic))
            throw new InvalidDataException("no index of this version");
        var size = SegmentIndexFormat.HeaderSize
            + ((long)BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(64)) * SegmentIndexFormat.RangeSize)
            + ((long)BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(68)) * SegmentIndexFormat.VehicleSize);
        var head = Read(file, 0, size);
        return BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(SegmentIndexFormat.HeadCheckAt)) == CheckHead(head)
            ? new SegmentIndex(file, head)
            : throw new InvalidDataException("the check sum of its head is another");
    }

    /// <summary>The check sum of a head, over all of it but the sum itself.</summary>
    public static uint CheckHead(ReadOnlySpan<byte> head) => Crc32C.Compute(
        head[(SegmentIndexFormat.HeadCheckAt + sizeof(uint))..], Crc32C.Compute(head[..SegmentIndexFormat.HeadCheckAt]));

    /// <summary>A vehicle's records; null when it has none, or none with a sample in the range.</summary>
    /// <exception cref="InvalidDataException">It is not as it was written.</exception>
    public VehicleRecords? Find(int vehicle, TimeRange? range)
    {
        var at = Entries.FirstOrDefault(entry => Int(entry) == vehicle);
        var isWanted = at > 0 && (range is not { } wanted || new TimeSpread(Long(at + 24), Long(at + 32)).Overlaps(wanted));
        return isWanted ? BlockAt(at) : null;
    }

    /// <summary>Where each record begins, in the order of the journal.</summary>
    /// <exception cref="InvalidDataException">It is not as it was written.</exception>
    public uint[] Places()
    {
        var bytes = Section(head.Length, (long)Summary.Count * sizeof(uint), positionsCheck);
        var places = new uint[Summary.Count];
        for (var index = 0; index < places.Length; index++)
            places[index] = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(index * sizeof(uint)));
        return places;
    }

    /// <summary>Reads all of it.</summary>
    /// <exception cref="InvalidDataException">Something is not as it was written.</exception>
    public void Verify()
    {
        _ = Places();
        foreach (var entry in Entries)
            _ = BlockAt(entry);
    }

    private static byte[] Read(IJournalFile file, long offset, long count)
    {
        if (count < 0 || offset + count > file.Length)
            throw new InvalidDataException("it ends too early");
        var bytes = new byte[count];
        return file.Read(bytes, offset) == count ? bytes : throw new InvalidDataException("it ends too early");
    }

    private VehicleRecords BlockAt(int entry) => VehicleRecords.Read(Section(Long(entry + 8), Long(entry + 16), UInt(entry + 4)));

    private byte[] Section(long place, long length, uint check)
    {
        var bytes = Read(file, place, length);
        return Crc32C.Compute(bytes) == check ? bytes : throw new InvalidDataException("a check sum is another");
    }

    private int Int(int at) => BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(at));

    private uint UInt(int at) => BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(at));

    private long Long(int at) => BinaryPrimitives.ReadInt64LittleEndian(head.AsSpan(at));
}
