using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources.Monr;

/// <summary>The signals of a target, and how a monitor message fills them. What is said to be unavailable, or is no value of its field, is left empty.</summary>
/// <param name="frame">Where the test frame lies; null when that is not known.</param>
internal sealed class MonrSignals(LocalFrame? frame)
{
    private const double MetresPerSecondInKilometresPerHour = 3.6;
    private const int UnavailableYaw = ushort.MaxValue;
    private const int LargestYaw = 36_000;

    // The text of 2023 has the least i32; the open library of the earlier one -32,768 in all its fields, which would be a place 32.768 m off.
    private const int UnavailablePosition = int.MinValue;
    private const int EarlierUnavailablePosition = short.MinValue;

    private static readonly string[] States =
        ["OFF", "INIT", "ARMED", "DISARMED", "RUNNING", "POSTRUN", "REMOTE_CONTROLLED", "ABORTING", "PRE_ARMING", "PRE_RUNNING"];

    private static readonly string[] Directions = ["FORWARD", "BACKWARD"];

    /// <summary>The signals, in the order of the cells of <see cref="Fill"/>.</summary>
    /// <param name="options">How they are called.</param>
    public static SignalSpec[] Of(MonrTargetOptions options)
    {
        var own = $"MONR.{options.Name}";
        var shared = options.IsVehicle ? "Vehicle" : own;
        return
        [
            new($"{own}.Position.X", SignalType.Double, "m", "in the local test frame"),
            new($"{own}.Position.Y", SignalType.Double, "m", "in the local test frame"),
            new($"{own}.Position.Z", SignalType.Double, "m", "in the local test frame"),
            new($"{own}.Orientation.Yaw", SignalType.Double, "degrees", "counter-clockwise from the x axis of the local test frame"),
            new($"{own}.Orientation.Pitch", SignalType.Double, "degrees"),
            new($"{own}.Orientation.Roll", SignalType.Double, "degrees"),
            new($"{own}.Velocity.Longitudinal", SignalType.Double, "m/s"),
            new($"{own}.Velocity.Lateral", SignalType.Double, "m/s"),
            new($"{own}.DriveDirection", SignalType.Text, "", string.Join(" or ", Directions)),
            new($"{own}.State", SignalType.Text, "", string.Join(", ", States)),
            new($"{own}.IsReadyToArm", SignalType.Boolean),
            .. Errors(own),
            new($"{own}.ErrorCode", SignalType.Integer, "", "the vendor's"),
            new($"{shared}.Acceleration.Longitudinal", SignalType.Double, "m/s^2"),
            new($"{shared}.Acceleration.Lateral", SignalType.Double, "m/s^2"),
            new($"{shared}.Speed", SignalType.Double, "km/h", "over ground, never negative"),
            new($"{shared}.CurrentLocation.Latitude", SignalType.Double, "degrees"),
            new($"{shared}.CurrentLocation.Longitude", SignalType.Double, "degrees"),
            new($"{shared}.CurrentLocation.Altitude", SignalType.Double, "m", "above the WGS 84 ellipsoid"),
            new($"{shared}.CurrentLocation.Heading", SignalType.Double, "degrees", "where it points, clockwise from north"),
        ];
    }

    /// <summary>Fills the cells of what a message tells.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cells">One a signal.</param>
    /// <returns>A bit a filled cell.</returns>
    public ulong Fill(in MonrMessage message, SampleValue[] cells)
    {
        var (x, y, z) = (Metres(message.X), Metres(message.Y), Metres(message.Z));
        var (along, across) = (Of(message.LongitudinalSpeed, 100), Of(message.LateralSpeed, 100));
        double? yaw = message.Yaw <= LargestYaw ? message.Yaw / 100.0 : null;
        var row = new SparseRow(cells);
        row.Add(x);
        row.Add(y);
        row.Add(z);
        row.Add(yaw);
        row.Add(Of(message.Pitch, 100));
        row.Add(Of(message.Roll, 100));
        row.Add(along);
        row.Add(across);
        row.Add(message.DriveDirection < Directions.Length ? Directions[message.DriveDirection] : null);
        row.Add(message.State < States.Length ? States[message.State] : null);
        row.Add(message.ReadyToArm <= 1 ? message.ReadyToArm == 1 : (bool?)null);
        for (var bit = 0x80; bit > 0; bit >>= 1)
            row.Add((message.Errors & bit) != 0);
        row.Add((long)message.ErrorCode);
        row.Add(Of(message.LongitudinalAcceleration, 1_000));
        row.Add(Of(message.LateralAcceleration, 1_000));
        row.Add(along is { } forward ? Math.Sqrt((forward * forward) + (across * across ?? 0)) * MetresPerSecondInKilometresPerHour : null);
        AddPlace(ref row, (x, y, z), yaw);
        return row.Filled;
    }

    /// <summary>Whether a field has a value that it cannot have, nor is said to be unavailable.</summary>
    public static bool IsOutOfRange(in MonrMessage message) =>
        message.Yaw is > LargestYaw and not UnavailableYaw || (message.DriveDirection >= Directions.Length && message.DriveDirection != byte.MaxValue)
        || (message.State >= States.Length && message.State != byte.MaxValue) || message.ReadyToArm is > 1 and not byte.MaxValue;

    // From the highest bit on.
    private static IEnumerable<SignalSpec> Errors(string own) =>
        from name in (string[])["IsAbortRequested", "IsOutsideGeofence", "IsPositioningBad", "HasEngineFault", "HasBatteryFault", "HasOtherFault", "IsSyncPointEnded", "HasVendorFault"]
        select new SignalSpec($"{own}.{name}", SignalType.Boolean);

    private void AddPlace(ref SparseRow row, (double? X, double? Y, double? Z) at, double? yaw)
    {
        if (frame is null)
            return;
        (double Latitude, double Longitude, double Altitude)? place = at is ({ } x, { } y, _) ? frame.ToGeodetic(x, y, at.Z ?? 0) : null;
        row.Add(place?.Latitude);
        row.Add(place?.Longitude);
        row.Add(at.Z is null ? null : place?.Altitude);
        row.Add(yaw is { } direction ? frame.ToHeading(direction) : null);
    }

    private static double? Metres(int millimetres) => millimetres is UnavailablePosition or EarlierUnavailablePosition ? null : millimetres / 1_000.0;

    private static double? Of(short value, int perUnit) => value == short.MinValue ? null : (double)value / perUnit;
}
