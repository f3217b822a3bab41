using AutoValley.Site.Geometry;
using AutoValley.Site.Occupancy;
using AutoValley.Site.Rules;

namespace AutoValley.Site.Tests.Rules;

/// <summary>When two vehicles touch: as the rule computes it, and by moving them in small steps with corners that are looked at one by one.</summary>
internal static class Meeting
{
    private static readonly RuleOptions Options = new();

    public static double TimeToCollision(VehiclePresence one, VehiclePresence two) =>
        TimeToCollision(one, two, 0, 0);

    /// <param name="one">One vehicle.</param>
    /// <param name="two">The other.</param>
    /// <param name="firstTurn">Radians a second that the one turns by.</param>
    /// <param name="secondTurn">That the other turns by.</param>
    public static double TimeToCollision(VehiclePresence one, VehiclePresence two, double firstTurn, double secondTurn) =>
        new Encounter(new Body(one, Options, firstTurn), new Body(two, Options, secondTurn), 0).TimeToCollision(5);

    public static double SteppedTime(VehiclePresence one, VehiclePresence two, double step, double horizon, double firstTurn = 0, double secondTurn = 0)
    {
        for (var time = 0.0; time <= horizon; time += step)
        {
            if (Overlap(Rectangle(one, time, firstTurn), Rectangle(two, time, secondTurn)))
                return time;
        }
        return double.PositiveInfinity;
    }

    /// <summary>Whether they touch for so short or so little that steps may miss it.</summary>
    public static bool IsGrazing(VehiclePresence one, VehiclePresence two, double time, double firstTurn = 0, double secondTurn = 0) =>
        !Overlap(Rectangle(one, time + 0.02, firstTurn), Rectangle(two, time + 0.02, secondTurn));

    // By small steps of its own, so that the rule's arcs are held against something else.
    private static LocalPosition[] Rectangle(VehiclePresence vehicle, double time, double turn)
    {
        const int Parts = 64;
        var heading = double.DegreesToRadians(vehicle.Fix.Heading);
        var place = vehicle.Fix.Place;
        for (var part = 0; part < Parts && turn != 0; part++)
        {
            var middle = heading + (turn * time * (part + 0.5) / Parts);
            var length = vehicle.Fix.Speed / 3.6 * time / Parts;
            place = new(place.East + (length * Math.Sin(middle)), place.North + (length * Math.Cos(middle)));
        }
        var (sine, cosine) = Math.SinCos(heading + (turn * time));
        var way = turn == 0 ? vehicle.Fix.Speed / 3.6 * time : 0;
        return [.. new[] { (2.5, 1.0), (2.5, -1.0), (-2.5, -1.0), (-2.5, 1.0) }.Select(corner => new LocalPosition(
            place.East + (sine * (way + corner.Item1)) + (cosine * corner.Item2),
            place.North + (cosine * (way + corner.Item1)) - (sine * corner.Item2)))];
    }

    private static bool Overlap(LocalPosition[] one, LocalPosition[] two) => Holds(one, two) || Holds(two, one) || Cross(one, two);

    private static bool Holds(LocalPosition[] ring, LocalPosition[] corners) => corners.Any(corner => new Polygon([new Ring(ring)]).Contains(corner));

    private static bool Cross(LocalPosition[] one, LocalPosition[] two) => Enumerable.Range(0, 4).Any(i => Enumerable.Range(0, 4).Any(j =>
        Side(one[i], one[(i + 1) % 4], two[j]) * Side(one[i], one[(i + 1) % 4], two[(j + 1) % 4]) < 0
        && Side(two[j], two[(j + 1) % 4], one[i]) * Side(two[j], two[(j + 1) % 4], one[(i + 1) % 4]) < 0));

    private static double Side(LocalPosition from, LocalPosition to, LocalPosition place) =>
        ((to.East - from.East) * (place.North - from.North)) - ((to.North - from.North) * (place.East - from.East));
}
