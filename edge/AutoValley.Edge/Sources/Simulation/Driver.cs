namespace AutoValley.Edge.Sources.Simulation;

/// <summary>
/// Follows a speed plan like a careful driver: a little below it, with limited jerk, and stopping now and then for some seconds,
/// always at the ends of an open route. Stepped every 10 ms.
/// </summary>
internal sealed class Driver
{
    private const double ReactionSeconds = 0.4;
    private const double CreepSpeed = 0.12;
    private const double StopTolerance = 0.03;

    private readonly RouteGeometry route;
    private readonly VehicleTraits traits;
    private readonly SpeedPlan plan;
    private readonly Noise noise;
    private readonly Wander mood = new(0.94, 0.02, 20, Physics.TickSeconds);
    private double nextStop;
    private int standingTicks;

    public Driver(RouteGeometry route, VehicleTraits traits, Noise noise)
    {
        (this.route, this.traits, this.noise) = (route, traits, noise);
        plan = new SpeedPlan(route, traits);
        Travelled = noise.Even(0, route.Length);
        standingTicks = StandingTime();
        ChooseStop();
    }

    /// <summary>Metres from station 0, never less than before.</summary>
    public double Travelled { get; private set; }

    /// <summary>Metres a second, never negative.</summary>
    public double Speed { get; private set; }

    /// <summary>Metres a second squared.</summary>
    public double Acceleration { get; private set; }

    /// <summary>The speed the driver wants, metres a second.</summary>
    public double TargetSpeed { get; private set; }

    public bool IsStanding => standingTicks > 0;

    public void Step(double slope)
    {
        mood.Step(noise);
        if (standingTicks > 0)
        {
            standingTicks--;
            return;
        }
        var left = nextStop - Travelled;
        if (left < StopTolerance)
        {
            (Speed, Acceleration, TargetSpeed) = (0, 0, 0);
            standingTicks = StandingTime();
            ChooseStop();
            return;
        }
        TargetSpeed = Target(left);
        var wanted = Math.Clamp((TargetSpeed - Speed) / ReactionSeconds, -traits.MaximumBraking, Available(slope));
        var change = traits.Jerk * Physics.TickSeconds;
        Acceleration += Math.Clamp(wanted - Acceleration, -change, change);
        var before = Speed;
        Speed = Math.Max(0, Speed + (Acceleration * Physics.TickSeconds));
        Travelled += (before + Speed) / 2 * Physics.TickSeconds;
    }

    private double Target(double left)
    {
        var lead = Speed * ReactionSeconds * 2;
        var planned = Math.Min(1, mood.Value) * Math.Min(plan.At(Travelled), plan.At(Travelled + lead));
        var stopping = Math.Sqrt(2 * 0.7 * traits.ComfortBraking * Math.Max(0, left - (lead / 2)));
        return Math.Min(planned, Math.Max(CreepSpeed, stopping));
    }

    // What motor and tyres give, less what the slope and the air take.
    private double Available(double slope)
    {
        var fromMotor = Math.Min(traits.Acceleration, traits.Power * 0.8 / (traits.Mass * Math.Max(1, Speed)));
        var drag = Physics.AirDensity / 2 * traits.DragArea * Speed * Speed / traits.Mass;
        return Math.Max(0.1, Math.Min(traits.Acceleration, Math.Min(fromMotor, traits.Traction - (Physics.Gravity * Physics.RollingResistance)) - drag - (Physics.Gravity * Math.Max(0, slope))));
    }

    private int StandingTime() => (int)(noise.Even(3, 15) / Physics.TickSeconds);

    private void ChooseStop()
    {
        nextStop = Travelled + (noise.Even(60, 300) * plan.Mean);
        if (route.FarEnd is { } end)
            nextStop = Math.Min(nextStop, (Math.Floor((Travelled + 1) / (end * route.Step)) + 1) * end * route.Step);
    }
}
