using static AutoValley.Edge.Sources.Simulation.Signals.SimulatedSignal;

namespace AutoValley.Edge.Sources.Simulation.Signals;

/// <summary>
/// The 100 signals at 10 Hz: satellite receiver, battery, driver assistance, tracked objects. Names are VSS 6.0 where VSS has one.
/// </summary>
internal static class MediumSignals
{
    public static IReadOnlyList<SimulatedSignal> All { get; } =
    [
        .. Location(), .. Battery(), .. Assistance(), .. Planning(), .. TrackedObjects(), .. Lanes(), .. NearRange(), .. BatteryModules(),
    ];

    private static IEnumerable<SimulatedSignal> Location() =>
    [
        Number("Vehicle.CurrentLocation.Latitude", "degrees", 1e7, 0, v => v.ReceivedPosition.Latitude),
        Number("Vehicle.CurrentLocation.Longitude", "degrees", 1e7, 0, v => v.ReceivedPosition.Longitude),
        Number("Vehicle.CurrentLocation.Altitude", "m", 1_000, 0.004, v => v.Altitude + v.Receiver.ErrorUp),
        Number("Vehicle.CurrentLocation.Heading", "degrees", 100, 0, v => v.Heading),
        Number("Vehicle.CurrentLocation.HorizontalAccuracy", "m", 1_000, 0.0005, v => v.Receiver.Accuracy),
        Number("Vehicle.CurrentLocation.VerticalAccuracy", "m", 1_000, 0.0008, v => v.Receiver.Accuracy * 1.6),
        Word("Vehicle.CurrentLocation.GNSSReceiver.FixType", _ => "THREE_D_GROUND_BASED_AUGMENTATION"),
        Word("AutoValley.Gnss.Correction", v => v.Receiver.IsFixed ? "fixed" : "float"),
        Whole("AutoValley.Gnss.Satellites", "", 0, v => v.Receiver.Satellites),
        Number("AutoValley.Gnss.GroundSpeed", "m/s", 1_000, 0.01, v => v.Speed),
    ];

    private static IEnumerable<SimulatedSignal> Battery() =>
    [
        Number("Vehicle.Powertrain.TractionBattery.CurrentVoltage", "V", 10, 0.05, v => v.Powertrain.BatteryVoltage),
        Number("Vehicle.Powertrain.TractionBattery.CurrentCurrent", "A", 10, 0.1, v => v.Powertrain.BatteryCurrent),
        Number("Vehicle.Powertrain.TractionBattery.CurrentPower", "W", 1, 20, v => v.Powertrain.BatteryPower),
        Whole("Vehicle.Powertrain.Transmission.CurrentGear", "", 0, v => v.Driver.IsStanding ? 0 : 1),
    ];

    private static IEnumerable<SimulatedSignal> Assistance() =>
    [
        Word("Vehicle.ADAS.ActiveAutonomyLevel", _ => "SAE_4"),
        Flag("Vehicle.IsMoving", v => v.Speed > 0),
        Flag("Vehicle.ADAS.CruiseControl.IsActive", v => !v.Driver.IsStanding),
        Number("Vehicle.ADAS.CruiseControl.SpeedSet", "km/h", 1, 0, v => Physics.Kmh(v.Driver.TargetSpeed)),
        Flag("Vehicle.ADAS.ESC.IsEngaged", v => Math.Abs(v.LateralAcceleration) > v.Traits.LateralAcceleration),
        Flag("Vehicle.ADAS.ABS.IsEngaged", v => v.Driver.Acceleration < -0.9 * v.Traits.MaximumBraking),
        Flag("Vehicle.ADAS.TCS.IsEngaged", v => v.Tyres.Slip(2) > 0.08),
        Flag("Vehicle.ADAS.EBA.IsEngaged", v => v.Surroundings.Distance(0) < 5 && v.Speed > 5),
        Flag("Vehicle.ADAS.LaneDepartureDetection.IsWarning", v => Math.Abs(v.LateralError) > 0.18),
        Flag("Vehicle.ADAS.ObstacleDetection.IsWarning", v => v.Surroundings.Distance(0) < v.Speed),
        Flag("Vehicle.Chassis.ParkingBrake.IsEngaged", v => v.Driver.IsStanding),
        Whole("Vehicle.Chassis.SteeringWheel.Angle", "degrees", 0.1, v => v.SteeringAngle * 15.2),
        Flag("Vehicle.Body.Lights.DirectionIndicator.Left.IsSignaling", v => v.Curvature > 0.04),
        Flag("Vehicle.Body.Lights.DirectionIndicator.Right.IsSignaling", v => v.Curvature < -0.04),
    ];

    private static IEnumerable<SimulatedSignal> Planning() =>
    [
        Word("AutoValley.Planner.State", PlannerState),
        Number("AutoValley.Planner.Horizon", "m", 10, 0, v => 20 + (v.Speed * 4)),
        Number("AutoValley.Planner.CycleTime", "ms", 100, 1.2, _ => 24),
        Number("AutoValley.Route.Travelled", "m", 10, 0, v => v.Odometer),
        Number("AutoValley.Wind.Headwind", "m/s", 10, 0.1, v => v.Headwind + v.Speed),
    ];

    private static string PlannerState(Vehicle vehicle) => vehicle.Driver switch
    {
        { IsStanding: true } => "standing",
        { Acceleration: < -0.5 } => "slowing",
        { Acceleration: > 0.5 } => "speeding up",
        _ => "cruising",
    };

    private static IEnumerable<SimulatedSignal> TrackedObjects()
    {
        for (var number = 0; number < Surroundings.Objects; number++)
        {
            var (i, branch) = (number, $"AutoValley.Perception.Object{number + 1}");
            yield return Number($"{branch}.Distance", "m", 100, 0.05, v => v.Surroundings.Distance(i));
            yield return Number($"{branch}.Azimuth", "degrees", 10, 0.1, v => v.Surroundings.Azimuth(i));
            yield return Number($"{branch}.RelativeSpeed", "m/s", 100, 0.05, v => v.Surroundings.Approach(i));
            yield return Whole($"{branch}.Confidence", "percent", 0.5, v => v.Surroundings.Confidence(i) * 100);
            yield return Word($"{branch}.Kind", v => v.Surroundings.Kind(i));
        }
    }

    private static IEnumerable<SimulatedSignal> Lanes() =>
    [
        Number("AutoValley.Lane.Left.Offset", "m", 100, 0.01, v => 1.75 - v.LateralError),
        Number("AutoValley.Lane.Right.Offset", "m", 100, 0.01, v => 1.75 + v.LateralError),
        Whole("AutoValley.Lane.Left.Quality", "percent", 3, _ => 88),
        Whole("AutoValley.Lane.Right.Quality", "percent", 3, _ => 91),
        Number("AutoValley.Lane.Curvature", "1/m", 10_000, 0.0004, v => v.Curvature),
    ];

    // Eight ultrasonic sensors, which see 5.1 m at most.
    private static IEnumerable<SimulatedSignal> NearRange() => Enumerable.Range(0, Surroundings.Objects).Select(i => Number(
        $"AutoValley.Ultrasonic.Sensor{i + 1}.Distance", "m", 100, 0.01, v => Math.Min(5.1, v.Surroundings.Distance(i) / 6)));

    private static IEnumerable<SimulatedSignal> BatteryModules() => Enumerable.Range(1, 14).Select(module => Number(
        $"AutoValley.Battery.Module{module}.Voltage", "V", 1_000, 0.002, v => (v.Powertrain.BatteryVoltage / 14) + ((module % 5) * 0.004)));
}
