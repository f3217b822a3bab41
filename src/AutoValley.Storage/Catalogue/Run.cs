using AutoValley.Telemetry;

namespace AutoValley.Storage;

/// <summary>A recorded test.</summary>
/// <param name="Name">1 to 128 characters of A-Z a-z 0-9 . _ -</param>
/// <param name="Vehicles">At least one.</param>
/// <param name="Start">Unix nanoseconds.</param>
/// <param name="Stop">Unix nanoseconds; null while it is open.</param>
/// <param name="Description">For people.</param>
/// <param name="Origin">Who started it: <c>vehicle</c> or <c>client</c>.</param>
public sealed record Run(string Name, IReadOnlyList<VehicleName> Vehicles, long Start, long? Stop, string Description, string Origin)
{
    /// <summary>Whether retention keeps the days that it overlaps.</summary>
    public bool Pinned { get; init; }
}
