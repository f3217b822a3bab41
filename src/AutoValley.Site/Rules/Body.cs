using AutoValley.Site.Geometry;
using AutoValley.Site.Occupancy;

namespace AutoValley.Site.Rules;

/// <summary>The rectangle that a vehicle covers, made larger by its accuracy, and how it moves. A vehicle whose heading is not known is a square that holds it whichever way it stands.</summary>
internal readonly struct Body
{
    private const double MetresPerSecond = 1 / 3.6;

    private readonly double halfLength;
    private readonly double halfWidth;
    private readonly LocalPosition along;

    public Body(VehiclePresence vehicle, RuleOptions options)
    {
        Vehicle = vehicle;
        var (fix, shape) = (vehicle.Fix, vehicle.Description.Shape);
        var allowance = Math.Min(double.IsFinite(fix.Accuracy) ? Math.Max(0, fix.Accuracy) : options.AssumedAccuracy, options.MaximumAccuracyAllowance);
        if (!double.IsFinite(fix.Heading))
        {
            var reach = double.Hypot(Math.Max(shape.Ahead, shape.Length - shape.Ahead), shape.Width / 2);
            (halfLength, halfWidth, along, Middle) = (reach + allowance, reach + allowance, new(0, 1), fix.Place);
            return;
        }
        var (sine, cosine) = Math.SinCos(double.DegreesToRadians(fix.Heading));
        along = new(sine, cosine);
        (halfLength, halfWidth) = ((shape.Length / 2) + allowance, (shape.Width / 2) + allowance);
        Middle = Moved(fix.Place, along, shape.Ahead - (shape.Length / 2));
        // Where a silent one goes on to nobody knows; it is where it was last seen.
        var speed = vehicle.IsStale || !double.IsFinite(fix.Speed) ? 0 : Math.Clamp(fix.Speed, -options.MaximumSpeed, options.MaximumSpeed);
        Velocity = new(along.East * speed * MetresPerSecond, along.North * speed * MetresPerSecond);
    }

    private Body(Body body, LocalPosition middle)
    {
        this = body;
        Middle = middle;
    }

    public VehiclePresence Vehicle { get; }

    public LocalPosition Middle { get; }

    /// <summary>Metres a second, to the east and to the north.</summary>
    public LocalPosition Velocity { get; }

    /// <summary>Its own axes: forwards and to the right.</summary>
    public (LocalPosition Along, LocalPosition Across) Axes => (along, new(along.North, -along.East));

    /// <summary>The rectangle's corners, one round.</summary>
    public LocalPosition[] Corners
    {
        get
        {
            var across = Axes.Across;
            var (front, back) = (Moved(Middle, along, halfLength), Moved(Middle, along, -halfLength));
            return [Moved(front, across, halfWidth), Moved(front, across, -halfWidth), Moved(back, across, -halfWidth), Moved(back, across, halfWidth)];
        }
    }

    /// <summary>Metres from its middle to its farthest side along an axis of length 1.</summary>
    public double ReachAlong(LocalPosition axis) =>
        (halfLength * Math.Abs(Dot(along, axis))) + (halfWidth * Math.Abs(Dot(Axes.Across, axis)));

    /// <summary>Where it will be in so many seconds if it goes straight on.</summary>
    public Body After(double seconds) => new(this, Moved(Middle, Velocity, seconds));

    /// <summary>All that it may cover within so many seconds, and so many metres around it.</summary>
    public Bounds Swept(double seconds, double metres)
    {
        var reach = double.Hypot(halfLength, halfWidth) + metres;
        var way = Bounds.Empty.Including(Middle).Including(After(seconds).Middle);
        return new Bounds(way.West - reach, way.South - reach, way.East + reach, way.North + reach);
    }

    public static double Dot(LocalPosition one, LocalPosition two) => (one.East * two.East) + (one.North * two.North);

    private static LocalPosition Moved(LocalPosition from, LocalPosition way, double times) => new(from.East + (way.East * times), from.North + (way.North * times));
}
