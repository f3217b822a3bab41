namespace AutoValley.Edge.Sources.Simulation;

/// <summary>A place of a route. Metres, metres a second.</summary>
internal record struct RouteStation
{
    public double East { get; set; }
    public double North { get; set; }
    public double Altitude { get; set; }

    /// <summary>Of the unit vector that leads along the route.</summary>
    public double DirectionEast { get; set; }
    public double DirectionNorth { get; set; }

    /// <summary>1 / radius, left bends positive.</summary>
    public double Curvature { get; set; }

    /// <summary>Rise over run.</summary>
    public double Slope { get; set; }
    public double SpeedLimit { get; set; }

    /// <summary>Clockwise from north, 0 to 360 degrees.</summary>
    public readonly double Heading
    {
        get
        {
            var degrees = double.RadiansToDegrees(Math.Atan2(DirectionEast, DirectionNorth));
            return degrees < 0 ? degrees + 360 : degrees;
        }
    }

    /// <summary>The same place on the way back.</summary>
    public readonly RouteStation Turned() => this with
    {
        DirectionEast = -DirectionEast, DirectionNorth = -DirectionNorth, Curvature = -Curvature, Slope = -Slope,
    };

    /// <summary>
    /// Share 0 is <paramref name="a"/>, 1 is <paramref name="b"/>. Where the route turns back the direction is the former's.
    /// </summary>
    public static RouteStation Between(in RouteStation a, in RouteStation b, double share)
    {
        var turns = (a.DirectionEast * b.DirectionEast) + (a.DirectionNorth * b.DirectionNorth) < 0;
        var bend = turns ? 0 : share;
        return new RouteStation
        {
            East = a.East + ((b.East - a.East) * share),
            North = a.North + ((b.North - a.North) * share),
            Altitude = a.Altitude + ((b.Altitude - a.Altitude) * share),
            DirectionEast = a.DirectionEast + ((b.DirectionEast - a.DirectionEast) * bend),
            DirectionNorth = a.DirectionNorth + ((b.DirectionNorth - a.DirectionNorth) * bend),
            Curvature = a.Curvature + ((b.Curvature - a.Curvature) * bend),
            Slope = a.Slope + ((b.Slope - a.Slope) * bend),
            SpeedLimit = a.SpeedLimit,
        };
    }
}
