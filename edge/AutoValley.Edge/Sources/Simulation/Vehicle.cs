namespace AutoValley.Edge.Sources.Simulation;

/// <summary>The true state of a simulated vehicle; signals read it through their noise. Stepped every 10 ms.</summary>
internal sealed class Vehicle
{
    private const int TicksASecond = 100;

    private readonly RouteGeometry route;
    private readonly Noise noise;
    private readonly Wander lateralError = new(0, 0.06, 3, Physics.TickSeconds);
    private readonly Wander headwind = new(0, 1.2, 30, 1);
    private RouteStation station;
    private double steeringBefore;

    public Vehicle(RouteGeometry route, VehicleTraits traits, double friction, ulong seed)
    {
        (this.route, Traits, noise) = (route, traits, new Noise(seed, stream: 1));
        Driver = new Driver(route, traits, noise);
        Powertrain = new Powertrain(traits, noise);
        Receiver = new Receiver(new Noise(seed, stream: 2));
        Surroundings = new Surroundings(new Noise(seed, stream: 3));
        Suspension = new Suspension(traits, new Noise(seed, stream: 5));
        Sensors = new InertialSensors(new Noise(seed, stream: 6));
        Tyres = new Tyres(traits, friction);
        station = route.At(Driver.Travelled);
        StartedAt = Driver.Travelled;
    }

    public VehicleTraits Traits { get; }
    public Driver Driver { get; }
    public Powertrain Powertrain { get; }
    public Tyres Tyres { get; }
    public Suspension Suspension { get; }
    public InertialSensors Sensors { get; }
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

    /// <summary>Metres a second squared, left positive.</summary>
    public double LateralAcceleration => Speed * Speed * Curvature;

    /// <summary>Radians a second, left positive.</summary>
    public double YawRate => Speed * Curvature;

    /// <summary>Degrees at the front wheels, and degrees a second; left positive.</summary>
    public double SteeringAngle { get; private set; }
    public double SteeringRate { get; private set; }
    public double Headwind => headwind.Value;

    private double StartedAt { get; }

    public void Step()
    {
        Driver.Step(station.Slope);
        station = route.At(Driver.Travelled);
        Powertrain.Step(Driver, station.Slope, (Tyres.Slip(2) + Tyres.Slip(3)) / 2);
        Tyres.Step(Powertrain.MotorForce, Powertrain.BrakeForce, (Driver.Acceleration, LateralAcceleration), Speed > 0);
        Suspension.Step(Speed, Driver.Acceleration, LateralAcceleration);
        lateralError.Step(noise);
        StepSteering();
        if (Ticks % (TicksASecond / 10) == 0)
        {
            Receiver.Step();
            Surroundings.Step();
        }
        if (Ticks % TicksASecond == 0)
        {
            headwind.Step(noise);
            Sensors.Step();
        }
        Ticks++;
    }

    /// <summary>Where its receiver says it is, degrees.</summary>
    public (double Latitude, double Longitude) ReceivedPosition => route.Unproject(
        station.East - (station.DirectionNorth * LateralError) + Receiver.ErrorEast,
        station.North + (station.DirectionEast * LateralError) + Receiver.ErrorNorth);

    /// <summary>Metres a second at the circumference of a wheel: 0 front left, 1 front right, 2 rear left, 3 rear right.</summary>
    public double WheelSpeed(int wheel)
    {
        var along = Speed - (YawRate * Traits.TrackWidth / 2 * Side(wheel));
        var across = wheel < 2 ? YawRate * Traits.Wheelbase : 0;
        return Math.Sqrt((along * along) + (across * across)) * (1 + Tyres.Slip(wheel));
    }

    /// <summary>Bar in a wheel's brake.</summary>
    public double BrakePressure(int wheel) => Tyres.Brake(wheel) / Traits.Mass * 39;

    private static int Side(int wheel) => wheel % 2 == 0 ? 1 : -1;

    // Single-track model; a vehicle that stands keeps its wheels as they are.
    private void StepSteering()
    {
        if (Speed > 0)
            SteeringAngle = double.RadiansToDegrees(Math.Atan(Traits.Wheelbase * Curvature) + Tyres.Understeer) - (0.4 * LateralError);
        (SteeringRate, steeringBefore) = ((SteeringAngle - steeringBefore) / Physics.TickSeconds, SteeringAngle);
    }
}
