using AutoValley.Site.Geometry;

namespace AutoValley.Site.Rules;

/// <summary>Two vehicles near each other, at one time: the older fix is carried on to the time of the newer one, as far as their clocks can be compared.</summary>
internal readonly struct Encounter
{
    private const double NanosPerSecond = 1e9;

    /// <summary>Seconds within which the way of one that turns is straight enough.</summary>
    private const double Step = 0.1;

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

    /// <summary>Metres that the two rectangles are apart at least, by the circles around them.</summary>
    public double LeastDistance => double.Hypot(Apart.East, Apart.North) - one.Reach - two.Reach;

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

    /// <summary>
    /// Seconds until the two rectangles touch if both keep their speeds and turn on by a share of their turn rates; 0 where they do, infinite where they never will, or,
    /// when one turns, not within the horizon.
    /// </summary>
    public double TimeToCollision(double horizon, double turnShare = 1)
    {
        var (one, two) = (this.one.Turning(turnShare), this.two.Turning(turnShare));
        if (one.TurnRate == 0 && two.TurnRate == 0)
            return Contact(Relative) ?? double.PositiveInfinity;
        var (first, second) = (one, two);
        for (var begin = 0.0; begin < horizon; begin += Step)
        {
            var (firstNext, secondNext) = (one.After(begin + Step), two.After(begin + Step));
            var relative = Difference(Moved(second, secondNext), Moved(first, firstNext));
            if (Contact(first, second, relative) is { } contact && contact <= Step)
                return begin + contact;
            (first, second) = (firstNext, secondNext);
        }
        return double.PositiveInfinity;
    }

    /// <summary>Whether one of the two turns.</summary>
    public bool Turns => one.TurnRate != 0 || two.TurnRate != 0;

    private double? Contact(LocalPosition relative) => Contact(one, two, relative);

    private LocalPosition Apart => Difference(two.Middle, one.Middle);

    private LocalPosition Relative => Difference(two.Velocity, one.Velocity);

    /// <summary>
    /// Separating axes in motion: convex shapes overlap while their shadows on the normals of all sides do, so that the times of contact are those common to
    /// the times of all shadows. Exact for rectangles that move straight on without turning.
    /// </summary>
    private static double? Contact(in Body one, in Body two, LocalPosition relative)
    {
        var (begin, end) = (0.0, double.PositiveInfinity);
        var apart = Difference(two.Middle, one.Middle);
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

    private static LocalPosition Difference(LocalPosition to, LocalPosition from) => new(to.East - from.East, to.North - from.North);

    // Metres a second on average within a step.
    private static LocalPosition Moved(in Body from, in Body to)
    {
        var way = Difference(to.Middle, from.Middle);
        return new(way.East / Step, way.North / Step);
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
