namespace AutoValley.Edge.Sources.Simulation;

/// <summary>The true state of a simulated vehicle; signals read it through their noise. Stepped every 10 ms.</summary>
internal sealed class Vehicle
{
    private const int TicksASecond = 100;

    private readonly RouteGeometry route;
    private readonly Noise noise;
    private readonly Wander lateralError = new(0, 0.06, 3, Physics.TickSeconds);
    private readonly Wander bumps = new(0, 0.35, 0.03, Physics.TickSeconds);
    private readonly Wander headwind = new(0, 1.2, 30, 1);
    private RouteStation station;
    private double steeringBefore;
    private double rollBefore;
    private double pitchBefore;

    public Vehicle(RouteGeometry route, VehicleTraits traits, ulong seed)
    {
        (this.route, Traits, noise) = (route, traits, new Noise(seed, stream: 1));
        Driver = new Driver(route, traits, noise);
        Powertrain = new Powertrain(traits, noise);
        Receiver = new Receiver(new Noise(seed, stream: 2));
        Surroundings = new Surroundings(new Noise(seed, stream: 3));
        station = route.At(Driver.Travelled);
        StartedAt = Driver.Travelled;
    }

    public VehicleTraits Traits { get; }
    public Driver Driver { get; }
    public Powertrain Powertrain { get; }
    public Receiver Receiver { get; }
    public Surroundings Surroundings { get; }

    /// <summary>Steps of 10 ms so far.</summary>
    public long Ticks { get; private set; }

    /// <summary>Metres a second; along the vehicle.</summary>
    public double Speed => Driver.Speed;
    public double Curvature => station.Curvature;
    public double Slope => station.Slope;
    public double Altitude => station.Altitude;
    public double Heading => station.Heading;

    /// <summary>Metres driven since the start.</summary>
    public double Odometer => Driver.Travelled - StartedAt;

    /// <summary>Metres left of the route's line.</summary>
    public double LateralError => lateralError.Value;

    /// <summary>Metres a second squared: left positive, and upwards about gravity.</summary>
    public double LateralAcceleration => Speed * Speed * Curvature;
    public double VerticalAcceleration => bumps.Value * Math.Min(1, Speed / 10);

    /// <summary>Radians a second, left positive.</summary>
    public double YawRate => Speed * Curvature;

    /// <summary>Degrees and degrees a second: leaning out of the bend and nodding are positive.</summary>
    public double Roll { get; private set; }
    public double Pitch { get; private set; }
    public double RollRate { get; private set; }
    public double PitchRate { get; private set; }

    /// <summary>Degrees at the front wheels, and degrees a second; left positive.</summary>
    public double SteeringAngle { get; private set; }
    public double SteeringRate { get; private set; }
    public double Headwind => headwind.Value;

    private double StartedAt { get; }

    public void Step()
    {
        Driver.Step(station.Slope);
        station = route.At(Driver.Travelled);
        Powertrain.Step(Driver, station.Slope);
        lateralError.Step(noise);
        bumps.Step(noise);
        StepBody();
        if (Ticks % (TicksASecond / 10) == 0)
        {
            Receiver.Step();
            Surroundings.Step();
        }
        if (Ticks % TicksASecond == 0)
            headwind.Step(noise);
        Ticks++;
    }

    /// <summary>Where its receiver says it is, degrees.</summary>
    public (double Latitude, double Longitude) ReceivedPosition => route.Unproject(
        station.East - (station.DirectionNorth * LateralError) + Receiver.ErrorEast,
        station.North + (station.DirectionEast * LateralError) + Receiver.ErrorNorth);

    /// <summary>Metres a second over ground of a wheel: 0 front left, 1 front right, 2 rear left, 3 rear right.</summary>
    public double WheelSpeed(int wheel)
    {
        var along = Speed - (YawRate * Traits.TrackWidth / 2 * Side(wheel));
        var across = wheel < 2 ? YawRate * Traits.Wheelbase : 0;
        return Math.Max(0, Math.Sqrt((along * along) + (across * across)) * (1 + (Slip(wheel) / 100)));
    }

    /// <summary>Percent by which a wheel turns faster than it rolls: driven wheels are the rear ones, all brake.</summary>
    public double Slip(int wheel)
    {
        if (Speed < 0.5)
            return 0;
        var drive = wheel >= 2 ? Math.Max(0, Powertrain.MotorTorque) : 0;
        return (drive * Traits.GearRatio / Traits.WheelRadius / (Traits.Mass * 6)) - (Powertrain.BrakeForce / (Traits.Mass * 6));
    }

    /// <summary>Millimetres a wheel's spring is pressed in beyond rest.</summary>
    public double SpringTravel(int wheel) =>
        (Roll * 9 * -Side(wheel)) + (Pitch * (wheel < 2 ? 12 : -12)) + (bumps.Value * 8 * Math.Min(1, Speed / 10));

    /// <summary>Bar in a wheel's brake: two thirds of the force are in front.</summary>
    public double BrakePressure(int wheel) => Powertrain.BrakeForce / Traits.Mass * (wheel < 2 ? 13 : 7);

    private static int Side(int wheel) => wheel % 2 == 0 ? 1 : -1;

    private void StepBody()
    {
        var share = Physics.TickSeconds / 0.15;
        Roll += ((LateralAcceleration * 0.55) - Roll) * share;
        Pitch += ((-Driver.Acceleration * 0.45) - Pitch) * share;
        (RollRate, rollBefore) = ((Roll - rollBefore) / Physics.TickSeconds, Roll);
        (PitchRate, pitchBefore) = ((Pitch - pitchBefore) / Physics.TickSeconds, Pitch);
        // Single-track model with some understeer; a vehicle that stands keeps its wheels as they are.
        if (Speed > 0)
        {
            var geometric = double.RadiansToDegrees(Math.Atan(Traits.Wheelbase * Curvature));
            SteeringAngle = geometric + (0.12 * LateralAcceleration) - (0.4 * LateralError);
        }
        (SteeringRate, steeringBefore) = ((SteeringAngle - steeringBefore) / Physics.TickSeconds, SteeringAngle);
    }
}
