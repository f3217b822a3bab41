using AutoValley.Site.Occupancy;

namespace AutoValley.Site.Tests.Rules;

/// <summary>The same vehicle with one thing else.</summary>
internal static class PresenceExtensions
{
    public static VehiclePresence Driving(this VehiclePresence vehicle, double speed, double heading = 0) =>
        vehicle with { Fix = vehicle.Fix with { Speed = speed, Heading = heading } };

    public static VehiclePresence Silent(this VehiclePresence vehicle) => vehicle with { StaleSince = 1 };

    public static VehiclePresence Doubtful(this VehiclePresence vehicle, VehicleDoubts doubts) => vehicle with { Doubts = doubts };

    public static VehiclePresence OfKind(this VehiclePresence vehicle, string? kind) => vehicle with { Description = new VehicleDescription(kind, VehicleShape.Default) };

    public static VehiclePresence At(this VehiclePresence vehicle, double east, double north, double accuracy = 0) =>
        vehicle with { Fix = vehicle.Fix with { Place = new(east, north), Accuracy = accuracy } };
}
