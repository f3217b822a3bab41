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
    private readonly double speed;

    /// <param name="vehicle">Whose.</param>
    /// <param name="options">How much larger it is taken to be.</param>
    /// <param name="turnRate">Radians a second, clockwise.</param>
    public Body(VehiclePresence vehicle, RuleOptions options, double turnRate = 0)
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
        speed = vehicle.IsStale || !double.IsFinite(fix.Speed) ? 0 : Math.Clamp(fix.Speed, -options.MaximumSpeed, options.MaximumSpeed) * MetresPerSecond;
        TurnRate = speed == 0 ? 0 : turnRate;
    }

    private Body(Body body, LocalPosition middle, LocalPosition along)
    {
        this = body;
        (Middle, this.along) = (middle, along);
    }

    public VehiclePresence Vehicle { get; }

    public LocalPosition Middle { get; }

    /// <summary>Metres a second, to the east and to the north.</summary>
    public LocalPosition Velocity => new(along.East * speed, along.North * speed);

    /// <summary>Radians a second, clockwise, by which its heading goes on to turn.</summary>
    public double TurnRate { get; private init; }

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

    /// <summary>Metres from its middle to its corners.</summary>
    public double Reach => double.Hypot(halfLength, halfWidth);

    /// <summary>Metres from its middle to its farthest side along an axis of length 1.</summary>
    public double ReachAlong(LocalPosition axis) =>
        (halfLength * Math.Abs(Dot(along, axis))) + (halfWidth * Math.Abs(Dot(Axes.Across, axis)));

    /// <summary>Where it will be in so many seconds if it keeps its speed and turns on as it does (constant turn rate and velocity).</summary>
    public Body After(double seconds)
    {
        if (TurnRate == 0)
            return new(this, Moved(Middle, Velocity, seconds), along);
        var (sine, cosine) = Math.SinCos(TurnRate * seconds);
        LocalPosition turned = new((along.East * cosine) + (along.North * sine), (along.North * cosine) - (along.East * sine));
        var radius = speed / TurnRate;
        return new(this, new(Middle.East + (radius * (along.North - turned.North)), Middle.North + (radius * (turned.East - along.East))), turned);
    }

    /// <summary>The same, turning by a share of its turn rate.</summary>
    public Body Turning(double share) => this with { TurnRate = TurnRate * share };

    /// <summary>All that it may cover within so many seconds, and so many metres around it.</summary>
    public Bounds Swept(double seconds, double metres)
    {
        // A way that bends is cut into parts; an arc lies off its chord by no more than its length times its angle over 8.
        var parts = TurnRate == 0 ? 1 : 4;
        var bulge = Math.Abs(speed * TurnRate) * seconds * seconds / (8 * parts * parts);
        var reach = Reach + metres + bulge;
        var way = Bounds.Empty.Including(Middle);
        for (var part = 1; part <= parts; part++)
            way = way.Including(After(seconds * part / parts).Middle);
        return new Bounds(way.West - reach, way.South - reach, way.East + reach, way.North + reach);
    }

    public static double Dot(LocalPosition one, LocalPosition two) => (one.East * two.East) + (one.North * two.North);

    private static LocalPosition Moved(LocalPosition from, LocalPosition way, double times) => new(from.East + (way.East * times), from.North + (way.North * times));
}
