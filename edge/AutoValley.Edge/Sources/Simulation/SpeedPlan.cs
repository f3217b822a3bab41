namespace AutoValley.Edge.Sources.Simulation;

/// <summary>How fast a kind of vehicle may be at each station: limit, bend, slope, and braking in time for what comes.</summary>
internal sealed class SpeedPlan
{
    private const double GentleSlope = 0.03;

    private readonly RouteGeometry route;
    private readonly double[] speeds;

    public SpeedPlan(RouteGeometry route, VehicleTraits traits)
    {
        this.route = route;
        speeds = new double[route.Count];
        for (var i = 0; i < speeds.Length; i++)
            speeds[i] = LocalSpeed(route[i], traits);
        // Twice round: what lies behind the seam has to be known before it.
        for (var i = (2 * speeds.Length) - 1; i >= 0; i--)
        {
            var ahead = speeds[(i + 1) % speeds.Length];
            ref var speed = ref speeds[i % speeds.Length];
            speed = Math.Min(speed, Math.Sqrt((ahead * ahead) + (2 * traits.ComfortBraking * route.Step)));
        }
    }

    /// <summary>Metres a second, over the length of the route.</summary>
    public double Mean => speeds.Average();

    /// <summary>Metres a second.</summary>
    public double At(double travelled)
    {
        var at = travelled / route.Step;
        var index = (long)at;
        var (here, ahead) = (speeds[(int)(index % speeds.Length)], speeds[(int)((index + 1) % speeds.Length)]);
        return here + ((ahead - here) * (at - index));
    }

    private static double LocalSpeed(in RouteStation station, VehicleTraits traits)
    {
        var bend = Math.Sqrt(traits.LateralAcceleration / Math.Max(1e-9, Math.Abs(station.Curvature)));
        var steepness = Math.Max(0, Math.Abs(station.Slope) - GentleSlope);
        var hill = traits.MaximumSpeed * Math.Max(0.3, 1 - (5 * steepness));
        return Math.Min(Math.Min(station.SpeedLimit, hill), bend);
    }
}
