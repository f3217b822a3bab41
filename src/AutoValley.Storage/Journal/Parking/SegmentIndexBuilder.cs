using System.Buffers.Binary;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Storage.Journal.Parking;

/// <summary>Makes the index of a segment whose records are in memory.</summary>
internal static class SegmentIndexBuilder
{
    /// <summary>The bytes of the index's file, and what its header says.</summary>
    public static (byte[] Bytes, SegmentSummary Summary) Build(JournalSegment segment)
    {
        var places = Places(segment);
        var indexer = new VehicleIndexer();
        var vehicles = segment.Records
            .Select((record, index) => (Record: record, Place: places[index]))
            .GroupBy(entry => entry.Record.Session.Vehicle.Id)
            .OrderBy(vehicle => vehicle.Key)
            .Select(vehicle => (
                Id: vehicle.Key,
                Records: indexer.Index(vehicle.OrderBy(entry => entry.Record.Session.Id).ThenBy(entry => entry.Record.Sequence))))
            .ToArray();
        var summary = Summarise(segment, places[^1], vehicles.SelectMany(vehicle => vehicle.Records.Stretches));
        return (Write(summary, places, vehicles), summary);
    }

    private static uint[] Places(JournalSegment segment)
    {
        var (places, at) = (new uint[segment.Records.Count], (long)JournalFormat.SegmentHeaderSize);
        for (var index = 0; index < places.Length; index++)
        {
            places[index] = checked((uint)at);
            at += segment.Records[index].Size;
        }
        return places;
    }

    private static SegmentSummary Summarise(JournalSegment segment, uint lastPlace, IEnumerable<RecordStretch> stretches)
    {
        var checks = new byte[segment.Records.Count * sizeof(uint)];
        for (var index = 0; index < segment.Records.Count; index++)
            BinaryPrimitives.WriteUInt32LittleEndian(checks.AsSpan(index * sizeof(uint)), JournalFormat.CheckOf(segment.Records[index]));
        return new SegmentSummary
        {
            FirstPosition = segment.FirstPosition, Bytes = segment.Bytes, Count = segment.Records.Count,
            FirstCheck = BinaryPrimitives.ReadUInt32LittleEndian(checks), LastCheck = BinaryPrimitives.ReadUInt32LittleEndian(checks.AsSpan()[^sizeof(uint)..]),
            Digest = Crc32C.Compute(checks), ReceiveTime = segment.Records[0].ReceiveTime,
            Times = stretches.Aggregate(TimeSpread.Empty, (all, stretch) => all.With(stretch.Times)), LastPlace = lastPlace,
        };
    }

    private static byte[] Write(SegmentSummary summary, uint[] places, (int Id, VehicleRecords Records)[] vehicles)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        var ranges = Ranges(vehicles.SelectMany(vehicle => vehicle.Records.Stretches));
        var blocks = vehicles.Select(vehicle => vehicle.Records.ToBytes()).ToArray();
        var positions = Positions(places);
        WriteHeader(writer, summary, (ranges.Count, vehicles.Length, Crc32C.Compute(positions)));
        foreach (var (session, range) in ranges)
        {
            writer.Write((long)session);
            writer.Write(range.First);
            writer.Write(range.Last);
        }
        var head = bytes.Length + (vehicles.Length * SegmentIndexFormat.VehicleSize);
        var place = head + positions.Length;
        foreach (var (vehicle, block) in vehicles.Zip(blocks))
        {
            writer.Write(vehicle.Id);
            writer.Write(Crc32C.Compute(block));
            writer.Write(place);
            writer.Write((long)block.Length);
            var spread = vehicle.Records.Stretches.Aggregate(TimeSpread.Empty, (all, stretch) => all.With(stretch.Times));
            writer.Write(spread.First);
            writer.Write(spread.Last);
            place += block.Length;
        }
        writer.Write(positions);
        foreach (var block in blocks)
            writer.Write(block);
        var file = bytes.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(SegmentIndexFormat.HeadCheckAt), SegmentIndex.CheckHead(file.AsSpan(0, (int)head)));
        return file;
    }

    private static void WriteHeader(BinaryWriter writer, SegmentSummary summary, (int Ranges, int Vehicles, uint PositionsCheck) sections)
    {
        writer.Write(SegmentIndexFormat.Magic);
        writer.Write(summary.FirstPosition);
        writer.Write(summary.Bytes);
        writer.Write(summary.Count);
        writer.Write(summary.FirstCheck);
        writer.Write(summary.LastCheck);
        writer.Write(summary.Digest);
        writer.Write(summary.ReceiveTime);
        writer.Write(summary.Times.First);
        writer.Write(summary.Times.Last);
        writer.Write(sections.Ranges);
        writer.Write(sections.Vehicles);
        writer.Write(sections.PositionsCheck);
        writer.Write(summary.LastPlace);
        // The head's check sum takes this place.
        writer.Write(0L);
    }

    private static List<(int Session, SequenceRange Range)> Ranges(IEnumerable<RecordStretch> stretches)
    {
        var sessions = new SortedDictionary<int, SequenceRanges>();
        foreach (var stretch in stretches)
        {
            if (!sessions.TryGetValue(stretch.Session, out var ranges))
                sessions.Add(stretch.Session, ranges = new SequenceRanges());
            ranges.Add(stretch.Numbers);
        }
        return [.. sessions.SelectMany(session => session.Value.Select(range => (session.Key, range)))];
    }

    private static byte[] Positions(uint[] places)
    {
        var bytes = new byte[places.Length * sizeof(uint)];
        for (var index = 0; index < places.Length; index++)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(index * sizeof(uint)), places[index]);
        return bytes;
    }
}
