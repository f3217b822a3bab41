using static AutoValley.Edge.Sources.Simulation.Signals.SimulatedSignal;

namespace AutoValley.Edge.Sources.Simulation.Signals;

/// <summary>The 40 signals at 100 Hz: motion, wheels, steering, drive and brakes. Names are VSS 6.0 where VSS has one.</summary>
internal static class FastSignals
{
    private const string Axle = "Vehicle.Chassis.Axle";
    private const string Private = "AutoValley.Axle";

    public static IReadOnlyList<SimulatedSignal> All { get; } =
    [
        Number("Vehicle.Speed", "km/h", 100, 0.03, v => Physics.Kmh(v.Speed)),
        Number("Vehicle.Acceleration.Longitudinal", "m/s^2", 1_000, 0.02, v => v.Driver.Acceleration + v.Sensors.LongitudinalBias),
        Number("Vehicle.Acceleration.Lateral", "m/s^2", 1_000, 0.02, v => v.LateralAcceleration + v.Sensors.LateralBias),
        Number("Vehicle.AngularVelocity.Yaw", "degrees/s", 100, 0.04, v => double.RadiansToDegrees(v.YawRate) + v.Sensors.YawBias),
        .. Wheels.Each(Axle, "Speed", (name, wheel) => Number(name, "km/h", 100, 0.02, v => Physics.Kmh(v.WheelSpeed(wheel) * v.Sensors.WheelScale(wheel)))),
        Number("Vehicle.Chassis.Axle.Row1.SteeringAngle", "degrees", 100, 0.01, v => v.SteeringAngle),
        Whole("Vehicle.Powertrain.ElectricMotor.Torque", "Nm", 0.4, v => v.Powertrain.MotorTorque),
        Number("Vehicle.Acceleration.Vertical", "m/s^2", 1_000, 0.03, v => v.Suspension.VerticalAcceleration),
        Number("Vehicle.AngularVelocity.Roll", "degrees/s", 100, 0.04, v => v.Suspension.RollRate),
        Number("Vehicle.AngularVelocity.Pitch", "degrees/s", 100, 0.04, v => v.Suspension.PitchRate),
        Number("Vehicle.Powertrain.ElectricMotor.Speed", "rpm", 2, 0.5, v => v.Powertrain.MotorSpeed),
        Whole("Vehicle.Chassis.Accelerator.PedalPosition", "percent", 0, v => v.Powertrain.DrivePedal * 100),
        Whole("Vehicle.Chassis.Brake.PedalPosition", "percent", 0, v => v.Powertrain.BrakePedal * 100),
        Number("AutoValley.Steering.WheelAngle", "degrees", 10, 0.05, v => v.SteeringAngle * 15.2),
        Number("AutoValley.Steering.WheelRate", "degrees/s", 1, 0.3, v => v.SteeringRate * 15.2),
        Number("AutoValley.Steering.Torque", "Nm", 100, 0.02, v => v.LateralAcceleration * 0.9),
        Number("AutoValley.Imu.Roll", "degrees", 100, 0.01, v => v.Suspension.Roll),
        Number("AutoValley.Imu.Pitch", "degrees", 100, 0.01, v => v.Suspension.Pitch + double.RadiansToDegrees(v.Slope)),
        Number("AutoValley.Path.LateralError", "m", 1_000, 0.002, v => v.LateralError),
        Number("AutoValley.Path.Curvature", "1/m", 100_000, 0.00002, v => v.Curvature),
        Number("AutoValley.Path.Slope", "percent", 100, 0.02, v => v.Slope * 100),
        Number("AutoValley.Control.TargetSpeed", "km/h", 100, 0, v => Physics.Kmh(v.Driver.TargetSpeed)),
        Flag("AutoValley.Control.IsBraking", v => v.Powertrain.BrakePedal > 0.02),
        Whole("AutoValley.Control.CycleCounter", "", 0, v => v.Ticks & 0xFF),
        Number("AutoValley.Brake.MasterPressure", "bar", 10, 0.05, v => v.BrakePressure(0) * 1.05),
        .. Wheels.Each(Private, "BrakePressure", (name, wheel) => Number(name, "bar", 10, 0.05, v => v.BrakePressure(wheel))),
        .. Wheels.Each(Private, "Slip", (name, wheel) => Number(name, "percent", 100, 0.02, v => v.Tyres.Slip(wheel) * 100)),
        .. Wheels.Each(Private, "SpringTravel", (name, wheel) => Number(name, "mm", 10, 0.1, v => v.Suspension.SpringTravel(wheel))),
    ];
}
