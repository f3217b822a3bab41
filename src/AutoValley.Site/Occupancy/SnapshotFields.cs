using AutoValley.Site.Geometry;
using AutoValley.Telemetry;

namespace AutoValley.Site.Occupancy;

/// <summary>Parts of <see cref="TrackerSnapshot"/>, each written and read beside one another.</summary>
internal static class SnapshotFields
{
    public static VehicleName ReadVehicle(this BinaryReader reader) =>
        VehicleName.TryParse(reader.ReadString(), out var name) ? name : throw new InvalidDataException("a vehicle without a name");

    public static void Write(this BinaryWriter writer, VehicleDescription description)
    {
        writer.Write(description.Kind is not null);
        writer.Write(description.Kind ?? "");
        writer.Write(description.Shape.Length);
        writer.Write(description.Shape.Width);
        writer.Write(description.Shape.Ahead);
    }

    public static VehicleDescription ReadDescription(this BinaryReader reader)
    {
        var (hasKind, kind) = (reader.ReadBoolean(), reader.ReadString());
        return new(hasKind ? kind : null, new(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble()));
    }

    public static void Write(this BinaryWriter writer, FixOrder order)
    {
        writer.Write(order.Fix);
        writer.Write(order.Times.Receive);
        writer.Write(order.IsFuture);
        writer.Write(order.Newest);
        writer.Write(order.Late);
        writer.Write(order.Suspect is not null);
        if (order.Suspect is { } suspect)
        {
            writer.Write(suspect.Fix);
            writer.Write(suspect.Times);
        }
        writer.Write(new FixTimes(order.Lag.Event, order.Lag.Receive));
        writer.Write(order.Lag.Since);
        writer.Write(order.Lag.Least);
        writer.Write(order.Lag.Most);
        writer.WriteNullable(order.Behind, writer.Write);
    }

    public static FixOrder ReadOrder(this BinaryReader reader, bool hasLag) => FixOrder.Restore(
        (reader.ReadFix(), reader.ReadInt64(), reader.ReadBoolean()),
        reader.ReadInt64(),
        reader.ReadInt64(),
        reader.ReadBoolean() ? (reader.ReadFix(), reader.ReadTimes()) : null,
        hasLag ? (reader.ReadLag(), reader.ReadNullable(reader.ReadInt64)) : default);

    public static void Write(this BinaryWriter writer, VehicleFix fix)
    {
        writer.Write(fix.Time);
        writer.Write(fix.Place.East);
        writer.Write(fix.Place.North);
        writer.Write(fix.Heading);
        writer.Write(fix.Speed);
        writer.Write(fix.Accuracy);
        writer.Write(fix.ClockError);
    }

    public static VehicleFix ReadFix(this BinaryReader reader) => new(
        reader.ReadInt64(),
        new LocalPosition(reader.ReadDouble(), reader.ReadDouble()),
        reader.ReadDouble(),
        reader.ReadDouble(),
        reader.ReadDouble(),
        reader.ReadInt64());

    public static void Write(this BinaryWriter writer, FixTimes times)
    {
        writer.Write(times.Event);
        writer.Write(times.Receive);
    }

    public static FixTimes ReadTimes(this BinaryReader reader) => new(reader.ReadInt64(), reader.ReadInt64());

    private static SteadyLag ReadLag(this BinaryReader reader) =>
        new(reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());

    public static void WriteNullable<T>(this BinaryWriter writer, T? value, Action<T> write)
        where T : struct
    {
        writer.Write(value is not null);
        if (value is { } present)
            write(present);
    }

    public static T? ReadNullable<T>(this BinaryReader reader, Func<T> read)
        where T : struct => reader.ReadBoolean() ? read() : null;

    public static List<T> ReadList<T>(this BinaryReader reader, Func<T> read)
    {
        var count = reader.ReadInt32();
        var list = new List<T>();
        for (var i = 0; i < count; i++)
            list.Add(read());
        return list;
    }
}
