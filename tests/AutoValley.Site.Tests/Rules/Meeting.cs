using AutoValley.Site.Geometry;
using AutoValley.Site.Occupancy;
using AutoValley.Site.Rules;

namespace AutoValley.Site.Tests.Rules;

/// <summary>When two vehicles touch: as the rule computes it, and by moving them in small steps with corners that are looked at one by one.</summary>
internal static class Meeting
{
    private static readonly RuleOptions Options = new();

    public static double TimeToCollision(VehiclePresence one, VehiclePresence two) =>
        new Encounter(new Body(one, Options), new Body(two, Options), 0).TimeToCollision;

    public static double SteppedTime(VehiclePresence one, VehiclePresence two, double step, double horizon)
    {
        for (var time = 0.0; time <= horizon; time += step)
        {
            if (Overlap(Rectangle(one, time), Rectangle(two, time)))
                return time;
        }
        return double.PositiveInfinity;
    }

    /// <summary>Whether they touch for so short or so little that steps may miss it.</summary>
    public static bool IsGrazing(VehiclePresence one, VehiclePresence two, double time) =>
        !Overlap(Rectangle(one, time + 0.02), Rectangle(two, time + 0.02));

    private static LocalPosition[] Rectangle(VehiclePresence vehicle, double time)
    {
        var (sine, cosine) = Math.SinCos(double.DegreesToRadians(vehicle.Fix.Heading));
        var way = vehicle.Fix.Speed / 3.6 * time;
        return [.. new[] { (2.5, 1.0), (2.5, -1.0), (-2.5, -1.0), (-2.5, 1.0) }.Select(corner => new LocalPosition(
            vehicle.Fix.Place.East + (sine * (way + corner.Item1)) + (cosine * corner.Item2),
            vehicle.Fix.Place.North + (cosine * (way + corner.Item1)) - (sine * corner.Item2)))];
    }

    private static bool Overlap(LocalPosition[] one, LocalPosition[] two) => Holds(one, two) || Holds(two, one) || Cross(one, two);

    private static bool Holds(LocalPosition[] ring, LocalPosition[] corners) => corners.Any(corner => new Polygon([new Ring(ring)]).Contains(corner));

    private static bool Cross(LocalPosition[] one, LocalPosition[] two) => Enumerable.Range(0, 4).Any(i => Enumerable.Range(0, 4).Any(j =>
        Side(one[i], one[(i + 1) % 4], two[j]) * Side(one[i], one[(i + 1) % 4], two[(j + 1) % 4]) < 0
        && Side(two[j], two[(j + 1) % 4], one[i]) * Side(two[j], two[(j + 1) % 4], one[(i + 1) % 4]) < 0));

    private static double Side(LocalPosition from, LocalPosition to, LocalPosition place) =>
        ((to.East - from.East) * (place.North - from.North)) - ((to.North - from.North) * (place.East - from.East));
}
