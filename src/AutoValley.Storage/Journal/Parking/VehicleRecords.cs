using System.Runtime.InteropServices;

namespace AutoValley.Storage.Journal.Parking;

/// <summary>A vehicle's records in a parked segment: where the latest sample of each series is, and which batches there are.</summary>
/// <param name="Latest">By series id.</param>
/// <param name="Stretches">By session and number.</param>
internal sealed record VehicleRecords(IReadOnlyDictionary<int, LatestPlace> Latest, IReadOnlyList<RecordStretch> Stretches)
{
    /// <exception cref="EndOfStreamException">It ends too early.</exception>
    public static VehicleRecords Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        var (series, stretches) = (reader.ReadInt32(), reader.ReadInt32());
        Dictionary<int, LatestPlace> latest = [];
        for (; series > 0; series--)
            latest.Add(reader.ReadInt32(), new LatestPlace(reader.ReadUInt32(), reader.ReadInt64()));
        var heads = new (int Session, int Count, ulong First, TimeSpread Times)[stretches];
        for (var index = 0; index < heads.Length; index++)
            heads[index] = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadUInt64(), new TimeSpread(reader.ReadInt64(), reader.ReadInt64()));
        var places = new uint[heads.Sum(head => head.Count)];
        for (var index = 0; index < places.Length; index++)
            places[index] = reader.ReadUInt32();
        var at = 0;
        return new VehicleRecords(
            latest, [.. heads.Select(head => new RecordStretch(head.Session, head.First, head.Times, places.AsMemory((at += head.Count) - head.Count, head.Count)))]);
    }

    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Latest.Count);
        writer.Write(Stretches.Count);
        foreach (var (series, latest) in Latest.OrderBy(entry => entry.Key))
        {
            writer.Write(series);
            writer.Write(latest.Place);
            writer.Write(latest.Time);
        }
        foreach (var stretch in Stretches)
        {
            writer.Write(stretch.Session);
            writer.Write(stretch.Places.Length);
            writer.Write(stretch.First);
            writer.Write(stretch.Times.First);
            writer.Write(stretch.Times.Last);
        }
        foreach (var place in Stretches.SelectMany(stretch => MemoryMarshal.ToEnumerable(stretch.Places)))
            writer.Write(place);
        return bytes.ToArray();
    }
}

/// <summary>Where a series' latest sample in a segment is.</summary>
/// <param name="Place">Where its record begins.</param>
/// <param name="Time">Its event time.</param>
internal readonly record struct LatestPlace(uint Place, long Time);
