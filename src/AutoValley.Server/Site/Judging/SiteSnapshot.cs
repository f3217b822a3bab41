using AutoValley.Server.Site.Fixes;
using AutoValley.Telemetry;

namespace AutoValley.Server.Site.Judging;

/// <summary>All that <see cref="SiteState"/> knows, but for maps and options.</summary>
/// <param name="Position">Of the last batch in it.</param>
/// <param name="MapVersion">0 for no map.</param>
/// <param name="Tracker">Empty without a map.</param>
/// <param name="Joiners">By vehicle, the newest sample of each role.</param>
/// <param name="Visits">The record's open end.</param>
internal sealed record SiteSnapshot(
    long Position, int MapVersion, ReadOnlyMemory<byte> Tracker, IReadOnlyDictionary<VehicleName, TimedValue[]> Joiners, ReadOnlyMemory<byte> Visits)
{
    private const uint Mark = 0x5356_4101;

    /// <summary>As bytes: little-endian, as <see cref="BinaryWriter"/> has it.</summary>
    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Mark);
        writer.Write(Position);
        writer.Write(MapVersion);
        WritePart(writer, Tracker);
        WritePart(writer, Visits);
        writer.Write(Joiners.Count);
        foreach (var (vehicle, last) in Joiners)
        {
            writer.Write(vehicle.ToString());
            foreach (var value in last)
            {
                writer.Write(value.Time);
                writer.Write(value.Value);
            }
        }
        writer.Flush();
        return bytes.ToArray();
    }

    /// <exception cref="InvalidDataException">They are no snapshot, or one of another version.</exception>
    public static SiteSnapshot Of(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        try
        {
            if (reader.ReadUInt32() != Mark)
                throw new InvalidDataException("no snapshot of the site, or one of another version");
            var (position, map, tracker, visits) = (reader.ReadInt64(), reader.ReadInt32(), reader.ReadBytes(reader.ReadInt32()), reader.ReadBytes(reader.ReadInt32()));
            var joiners = new Dictionary<VehicleName, TimedValue[]>();
            for (var count = reader.ReadInt32(); count > 0; count--)
                joiners.Add(reader.ReadVehicle(), [.. Enumerable.Range(0, PositionSignals.Roles).Select(_ => new TimedValue(reader.ReadInt64(), reader.ReadDouble()))]);
            return new SiteSnapshot(position, map, tracker, joiners, visits);
        }
        catch (EndOfStreamException exception)
        {
            throw new InvalidDataException("the snapshot is cut short", exception);
        }
    }

    private static void WritePart(BinaryWriter writer, ReadOnlyMemory<byte> part)
    {
        writer.Write(part.Length);
        writer.Write(part.Span);
    }
}
