using AutoValley.Site.Geometry;
using AutoValley.Telemetry;

namespace AutoValley.Site.Occupancy;

/// <summary>
/// A tracker as bytes, version 2 (1 had no lags): little-endian as <see cref="BinaryWriter"/> has it; zones by name, an empty one for the land outside of the boundary.
/// </summary>
internal static class TrackerSnapshot
{
    private const uint Mark = 0x4F56_4102;
    private const uint MarkWithoutLag = 0x4F56_4101;

    public static byte[] Write(
        long version, OccupancyCounts counts, IReadOnlyDictionary<VehicleName, VehicleDescription> descriptions, IReadOnlyCollection<VehicleTrack> vehicles, TrackedMap map)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Mark);
        writer.Write(version);
        foreach (var verdict in Enum.GetValues<FixVerdict>())
            writer.Write(counts[verdict]);
        writer.Write(counts.TooManyZones);
        writer.Write(counts.TooManyDescriptions);
        writer.Write(descriptions.Count);
        foreach (var (vehicle, description) in descriptions)
        {
            writer.Write(vehicle.ToString());
            writer.Write(description);
        }
        writer.Write(vehicles.Count);
        foreach (var vehicle in vehicles)
            Write(writer, vehicle, map);
        writer.Flush();
        return bytes.ToArray();
    }

    public static (long Version, List<(VehicleName, VehicleDescription)> Descriptions, List<VehicleTrack> Vehicles) Read(
        ReadOnlyMemory<byte> snapshot, TrackedMap map, TrackerRules rules, OccupancyCounts counts)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(snapshot.ToArray()));
            var mark = reader.ReadUInt32();
            if (mark is not (Mark or MarkWithoutLag))
                throw new InvalidDataException("no snapshot of a tracker, or one of another version");
            var version = reader.ReadInt64();
            foreach (var verdict in Enum.GetValues<FixVerdict>())
                counts[verdict] = reader.ReadInt64();
            (counts.TooManyZones, counts.TooManyDescriptions) = (reader.ReadInt64(), reader.ReadInt64());
            var descriptions = reader.ReadList(() => (reader.ReadVehicle(), reader.ReadDescription()));
            return (version, descriptions, reader.ReadList(() => ReadTrack(reader, map, rules, mark == Mark)));
        }
        catch (Exception exception) when (exception is EndOfStreamException or FormatException)
        {
            throw new InvalidDataException("the snapshot is cut short, or not whole", exception);
        }
    }

    private static void Write(BinaryWriter writer, VehicleTrack vehicle, TrackedMap map)
    {
        writer.Write(vehicle.Vehicle.ToString());
        writer.Write(vehicle.Description);
        writer.Write(vehicle.Order);
        writer.Write((int)vehicle.Doubts);
        writer.WriteNullable(vehicle.StaleSince, writer.Write);
        writer.Write(vehicle.Cleared is not null);
        if (vehicle.Cleared is { } cleared)
        {
            writer.Write(cleared.Person);
            writer.Write(cleared.Time);
        }
        writer.Write(vehicle.Zones.All.Length);
        foreach (var track in vehicle.Zones.All)
        {
            writer.Write(track.Rank == map.Judge.Outside ? "" : map.Index.Zones[track.Rank].Name);
            writer.Write((byte)track.State);
            writer.Write(track.Since);
            writer.WriteNullable(track.ClearSince, writer.Write);
        }
    }

    private static VehicleTrack ReadTrack(BinaryReader reader, TrackedMap map, TrackerRules rules, bool hasLag)
    {
        var (name, description, order) = (reader.ReadVehicle(), reader.ReadDescription(), reader.ReadOrder(hasLag));
        var track = new VehicleTrack(name, map, rules) { Order = order };
        var (doubts, staleSince) = ((VehicleDoubts)reader.ReadInt32(), reader.ReadNullable(reader.ReadInt64));
        var cleared = reader.ReadBoolean() ? new Clearance(reader.ReadString(), reader.ReadInt64()) : null;
        track.Restore(description, doubts, staleSince, cleared);
        foreach (var zone in reader.ReadList(() => ReadZone(reader, map)))
            track.Zones.Add(zone);
        return track;
    }

    private static ZoneTrack ReadZone(BinaryReader reader, TrackedMap map)
    {
        var name = reader.ReadString();
        var rank = name.Length == 0 ? map.Judge.Outside : map.RankOf(name) ?? throw new InvalidDataException($"the snapshot has a zone \"{name}\" that the map has not");
        return new ZoneTrack(rank, (ZoneState)reader.ReadByte(), reader.ReadInt64()) { ClearSince = reader.ReadNullable(reader.ReadTimes) };
    }
}
