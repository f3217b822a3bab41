namespace AutoValley.Edge.Sources.Simulation;

/// <summary>Forces, energy and heat that a drive asks of an electric powertrain and its brakes. Stepped every 10 ms.</summary>
internal sealed class Powertrain
{
    private const double AuxiliaryPower = 900;
    private const double AirTemperature = 21;

    private readonly VehicleTraits traits;
    private double charge;

    public Powertrain(VehicleTraits traits, Noise noise)
    {
        this.traits = traits;
        charge = noise.Even(0.55, 0.95);
        BatteryVoltage = OpenVoltage;
    }

    /// <summary>Nm at the motor's shaft; negative when it brakes.</summary>
    public double MotorTorque { get; private set; }

    /// <summary>Turns a minute.</summary>
    public double MotorSpeed { get; private set; }

    /// <summary>Newton of the motor at the driven axle; negative when it brakes.</summary>
    public double MotorForce { get; private set; }

    /// <summary>Newton that the friction brakes give.</summary>
    public double BrakeForce { get; private set; }

    /// <summary>Watt out of the battery; negative when it is charged.</summary>
    public double BatteryPower { get; private set; }
    public double BatteryVoltage { get; private set; }

    /// <summary>Ampere out of the battery.</summary>
    public double BatteryCurrent => BatteryPower / BatteryVoltage;

    /// <summary>0 to 1.</summary>
    public double Charge => charge;

    /// <summary>Joules used since the start, less those recovered.</summary>
    public double UsedEnergy { get; private set; }

    /// <summary>Degrees Celsius.</summary>
    public double MotorTemperature { get; private set; } = 34;
    public double BatteryTemperature { get; private set; } = 27;
    public double BrakeTemperature { get; private set; } = 60;

    /// <summary>Share of the strongest drive, 0 to 1.</summary>
    public double DrivePedal { get; private set; }

    /// <summary>Share of the strongest braking, 0 to 1.</summary>
    public double BrakePedal { get; private set; }

    private double OpenVoltage => traits.BatteryVoltage * (0.92 + (0.14 * charge));

    /// <param name="driver">How it drives.</param>
    /// <param name="slope">Rise over run.</param>
    /// <param name="slip">By what share the driven wheels turn faster than they roll.</param>
    public void Step(Driver driver, double slope, double slip)
    {
        var force = driver.Speed > 0 ? Force(driver, slope) : 0;
        var motorForce = Math.Max(force, -Math.Min(traits.Mass * traits.Regeneration, traits.Power * 0.4 / Math.Max(1, driver.Speed)));
        BrakeForce = driver.Speed > 0 ? motorForce - force : traits.Mass * 2;
        MotorForce = motorForce;
        MotorTorque = motorForce * traits.WheelRadius / traits.GearRatio;
        MotorSpeed = driver.Speed * (1 + slip) / traits.WheelRadius * traits.GearRatio * 60 / Math.Tau;
        DrivePedal = Math.Clamp(motorForce / (traits.Mass * traits.Acceleration * 1.3), 0, 1);
        BrakePedal = Math.Clamp(Math.Max(-force, BrakeForce) / (traits.Mass * traits.MaximumBraking), 0, 1);

        var shaft = motorForce * driver.Speed * (1 + slip);
        BatteryPower = (shaft > 0 ? shaft / 0.91 : shaft * 0.84) + AuxiliaryPower;
        BatteryVoltage = OpenVoltage - (0.00022 * traits.BatteryVoltage * BatteryCurrent);
        UsedEnergy += BatteryPower * Physics.TickSeconds;
        charge -= BatteryPower * Physics.TickSeconds / traits.BatteryEnergy;
        // A vehicle that drives for ever gets a fresh battery while it stands.
        if (charge < 0.15 && driver.IsStanding)
            charge = 0.95;
        Heat(Math.Abs(shaft) * 0.07, BrakeForce * driver.Speed);
    }

    private double Force(Driver driver, double slope) =>
        (traits.Mass * (driver.Acceleration + (Physics.Gravity * slope) + (Physics.Gravity * Physics.RollingResistance)))
        + (Physics.AirDensity / 2 * traits.DragArea * driver.Speed * driver.Speed);

    // Heat capacities in J/K a kilogram of vehicle, and the seconds in which the air takes most of it.
    private void Heat(double motorLoss, double brakePower)
    {
        MotorTemperature += Warming(MotorTemperature, motorLoss, capacity: 25, seconds: 600);
        BatteryTemperature += Warming(BatteryTemperature, Math.Abs(BatteryPower) * 0.03, capacity: 180, seconds: 3_000);
        BrakeTemperature += Warming(BrakeTemperature, brakePower, capacity: 12, seconds: 240);
    }

    private double Warming(double temperature, double power, double capacity, double seconds) =>
        ((power / (traits.Mass * capacity)) - ((temperature - AirTemperature) / seconds)) * Physics.TickSeconds;
}
