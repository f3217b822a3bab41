namespace AutoValley.Edge.Sources.Simulation;

/// <summary>What a kind of vehicle can do and what it is made of. SI units.</summary>
internal sealed record VehicleTraits
{
    public required double MaximumSpeed { get; init; }
    public required double Acceleration { get; init; }

    /// <summary>How hard it brakes for bends and stops that it sees coming.</summary>
    public required double ComfortBraking { get; init; }
    public required double MaximumBraking { get; init; }
    public required double LateralAcceleration { get; init; }
    public required double Jerk { get; init; }
    public required double Mass { get; init; }
    public required double Power { get; init; }

    /// <summary>Drag coefficient times frontal area, m².</summary>
    public required double DragArea { get; init; }

    /// <summary>Metres from the road to the centre of gravity.</summary>
    public required double CentreHeight { get; init; }
    public required double Wheelbase { get; init; }
    public required double TrackWidth { get; init; }
    public required double WheelRadius { get; init; }

    /// <summary>Turns of the motor a turn of the wheel.</summary>
    public required double GearRatio { get; init; }

    /// <summary>Joules of a full battery.</summary>
    public required double BatteryEnergy { get; init; }
    public required double BatteryVoltage { get; init; }

    /// <summary>What the tyres of the driven axle give, metres a second squared, for speeding up, slope and drag together.</summary>
    public double Traction { get; private init; } = double.PositiveInfinity;

    /// <summary>How strongly the motor brakes at most.</summary>
    public double Regeneration { get; private init; } = 1.6;

    /// <summary>What is left of it on a road. Braking and a bend together stay within the friction circle: 0.85² + (1.15 · 0.45)² is less than 1.</summary>
    public VehicleTraits On(double friction)
    {
        var most = friction * Physics.Gravity;
        return this with
        {
            Acceleration = Math.Min(Acceleration, 0.4 * most), ComfortBraking = Math.Min(ComfortBraking, 0.35 * most), MaximumBraking = Math.Min(MaximumBraking, 0.85 * most),
            LateralAcceleration = Math.Min(LateralAcceleration, 0.45 * most), Traction = 0.42 * most, Regeneration = Math.Min(Regeneration, 0.3 * most),
        };
    }

    public static VehicleTraits Of(VehicleKind kind) => kind switch
    {
        VehicleKind.Car => new()
        {
            MaximumSpeed = 50, Acceleration = 3, ComfortBraking = 2.2, MaximumBraking = 8, LateralAcceleration = 3.2, Jerk = 6,
            Mass = 2_100, CentreHeight = 0.55, Power = 180e3, DragArea = 0.62, Wheelbase = 2.9, TrackWidth = 1.62, WheelRadius = 0.34, GearRatio = 9.7,
            BatteryEnergy = 77 * 3.6e6, BatteryVoltage = 380,
        },
        VehicleKind.Shuttle => new()
        {
            MaximumSpeed = 12.5, Acceleration = 1.1, ComfortBraking = 1, MaximumBraking = 5, LateralAcceleration = 1.4, Jerk = 2.5,
            Mass = 3_600, CentreHeight = 0.8, Power = 50e3, DragArea = 3.1, Wheelbase = 3.2, TrackWidth = 1.7, WheelRadius = 0.33, GearRatio = 11.4,
            BatteryEnergy = 48 * 3.6e6, BatteryVoltage = 350,
        },
        VehicleKind.Truck => new()
        {
            MaximumSpeed = 25, Acceleration = 0.9, ComfortBraking = 1.2, MaximumBraking = 6, LateralAcceleration = 1.7, Jerk = 2.5,
            Mass = 17_500, CentreHeight = 1.1, Power = 330e3, DragArea = 5.4, Wheelbase = 4.6, TrackWidth = 2.05, WheelRadius = 0.5, GearRatio = 14.5,
            BatteryEnergy = 390 * 3.6e6, BatteryVoltage = 650,
        },
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such kind of vehicle"),
    };
}
