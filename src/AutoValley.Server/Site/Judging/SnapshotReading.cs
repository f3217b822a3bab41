using AutoValley.Telemetry;

namespace AutoValley.Server.Site.Judging;

internal static class SnapshotReading
{
    /// <exception cref="InvalidDataException">It is no vehicle's name.</exception>
    public static VehicleName ReadVehicle(this BinaryReader reader) =>
        VehicleName.TryParse(reader.ReadString(), out var name) ? name : throw new InvalidDataException("a vehicle without a name");
}
