namespace AutoValley.Telemetry.Batches;

/// <summary>How far the time stamps of a batch can be trusted.</summary>
/// <param name="Source">What steers the vehicle's clock. A number this version does not know is kept.</param>
/// <param name="OffsetNanos">Vehicle clock minus true time as the agent estimates it; the time stamps are not corrected by it. Null when unknown.</param>
/// <param name="ErrorNanos">Estimated bound of the error. Null when unknown.</param>
public sealed record ClockQuality(ClockSource Source, long? OffsetNanos = null, ulong? ErrorNanos = null)
{
    /// <summary>Nothing was said.</summary>
    public static ClockQuality Unknown { get; } = new(ClockSource.Unspecified);
}
