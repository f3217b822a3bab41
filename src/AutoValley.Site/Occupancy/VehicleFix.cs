using AutoValley.Site.Geometry;

namespace AutoValley.Site.Occupancy;

/// <summary>One report of a vehicle's place.</summary>
/// <param name="Time">Event time by the vehicle's clock, Unix nanoseconds.</param>
/// <param name="Place">Its reference point in the map's plane.</param>
/// <param name="Heading">Degrees, 0 is north, clockwise; NaN for unknown.</param>
/// <param name="Speed">km/h, as VSS has it, negative backwards; NaN for unknown.</param>
/// <param name="Accuracy">Metres: in about 95 of 100 reports the true place is at most so far away; NaN for unknown.</param>
/// <param name="ClockError">Nanoseconds: |offset| of the vehicle's clock plus its estimated error; <see cref="long.MaxValue"/> for unknown.</param>
public readonly record struct VehicleFix(
    long Time,
    LocalPosition Place,
    double Heading = double.NaN,
    double Speed = double.NaN,
    double Accuracy = double.NaN,
    long ClockError = long.MaxValue)
{
    /// <summary>Whether its time is a recording's, which says nothing of a clock that runs now.</summary>
    public bool IsRecorded { get; init; }
}
