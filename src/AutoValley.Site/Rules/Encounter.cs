using AutoValley.Site.Geometry;

namespace AutoValley.Site.Rules;

/// <summary>Two vehicles near each other, at one time: the older fix is carried on to the time of the newer one, as far as their clocks can be compared.</summary>
internal readonly struct Encounter
{
    private const double NanosPerSecond = 1e9;

    private readonly Body one;
    private readonly Body two;

    public Encounter(Body one, Body two, double maximumCarry)
    {
        (this.one, this.two) = (one, two);
        if (one.Vehicle.IsClockBad || two.Vehicle.IsClockBad)
            return;
        var lead = (one.Vehicle.Fix.Time - (double)two.Vehicle.Fix.Time) / NanosPerSecond;
        if (lead > 0)
            this.two = two.After(Math.Min(lead, maximumCarry));
        else
            this.one = one.After(Math.Min(-lead, maximumCarry));
    }

    /// <summary>Metres between the two rectangles; 0 where they overlap.</summary>
    public double Distance
    {
        get
        {
            if (Contact(default) is not null)
                return 0;
            var (first, second) = (one.Corners, two.Corners);
            return Math.Min(Nearest(first, second), Nearest(second, first));
        }
    }

    /// <summary>
    /// km/h that they move by, one seen from the other: of two that will touch it is what they touch with, whichever sides meet. Of two that overlap already, how fast
    /// they come nearer middle to middle; negative where they part.
    /// </summary>
    public double ClosingSpeed
    {
        get
        {
            if (Contact(Relative) is not 0)
                return double.Hypot(Relative.East, Relative.North) * 3.6;
            var apart = Apart;
            var distance = double.Hypot(apart.East, apart.North);
            return distance > 0 ? -Body.Dot(apart, Relative) / distance * 3.6 : 0;
        }
    }

    /// <summary>Seconds until the two rectangles touch if both go straight on without turning; 0 where they do, infinite where they never will.</summary>
    public double TimeToCollision => Contact(Relative) ?? double.PositiveInfinity;

    private LocalPosition Apart => new(two.Middle.East - one.Middle.East, two.Middle.North - one.Middle.North);

    private LocalPosition Relative => new(two.Velocity.East - one.Velocity.East, two.Velocity.North - one.Velocity.North);

    /// <summary>
    /// Separating axes in motion: convex shapes overlap while their shadows on the normals of all sides do, so that the times of contact are those common to
    /// the times of all shadows. Exact for rectangles that move straight on.
    /// </summary>
    private double? Contact(LocalPosition relative)
    {
        var (begin, end) = (0.0, double.PositiveInfinity);
        var apart = Apart;
        foreach (var axis in (ReadOnlySpan<LocalPosition>)[one.Axes.Along, one.Axes.Across, two.Axes.Along, two.Axes.Across])
        {
            var (distance, speed, reach) = (Body.Dot(apart, axis), Body.Dot(relative, axis), one.ReachAlong(axis) + two.ReachAlong(axis));
            if (speed == 0)
            {
                if (Math.Abs(distance) > reach)
                    return null;
                continue;
            }
            var (first, last) = ((-reach - distance) / speed, (reach - distance) / speed);
            begin = Math.Max(begin, Math.Min(first, last));
            end = Math.Min(end, Math.Max(first, last));
        }
        return begin <= end ? begin : null;
    }

    private static double Nearest(LocalPosition[] corners, LocalPosition[] ring)
    {
        var nearest = double.PositiveInfinity;
        foreach (var corner in corners)
        {
            for (var i = 0; i < ring.Length; i++)
                nearest = Math.Min(nearest, corner.DistanceTo(ring[i], ring[(i + 1) % ring.Length]));
        }
        return nearest;
    }
}
