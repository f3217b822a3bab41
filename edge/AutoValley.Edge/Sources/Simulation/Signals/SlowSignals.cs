using static AutoValley.Edge.Sources.Simulation.Signals.SimulatedSignal;

namespace AutoValley.Edge.Sources.Simulation.Signals;

/// <summary>The 60 signals at 1 Hz: charge, tyres, temperatures, lights, doors, computer. Names are VSS 6.0 where VSS has one.</summary>
internal static class SlowSignals
{
    private const string Axle = "Vehicle.Chassis.Axle";
    private const string Private = "AutoValley.Axle";
    private const double JoulesAHectometre = 70_000;

    public static IReadOnlyList<SimulatedSignal> All { get; } =
    [
        .. Charge(), .. Tyres(), .. Temperatures(), .. Body(), .. Computer(), .. BatteryModules(),
    ];

    private static IEnumerable<SimulatedSignal> Charge() =>
    [
        Number("Vehicle.Powertrain.TractionBattery.StateOfCharge.Current", "percent", 10, 0, v => v.Powertrain.Charge * 100),
        Whole("Vehicle.TraveledDistance", "m", 0, v => v.Odometer),
        Whole("Vehicle.Powertrain.Range", "m", 0, v => Math.Floor(v.Powertrain.Charge * v.Traits.BatteryEnergy / JoulesAHectometre) * 100),
        Number("Vehicle.Exterior.AirTemperature", "Celsius", 2, 0.1, _ => 21),
        Number("Vehicle.Powertrain.ElectricMotor.Temperature", "Celsius", 1, 0.2, v => v.Powertrain.MotorTemperature),
        Number("Vehicle.Powertrain.TractionBattery.Temperature.Average", "Celsius", 2, 0.1, v => v.Powertrain.BatteryTemperature),
        Number("Vehicle.LowVoltageBattery.CurrentVoltage", "V", 100, 0.01, _ => 13.8),
        Flag("Vehicle.Body.Lights.Beam.Low.IsOn", _ => true),
    ];

    private static IEnumerable<SimulatedSignal> Tyres() =>
    [
        .. Wheels.Each(Axle, "Tire.Pressure", (name, wheel) => Whole(name, "kPa", 0.3, v => 243 + wheel + (v.Speed * 0.43))),
        .. Wheels.Each(Axle, "Tire.Temperature", (name, wheel) => Number(name, "Celsius", 1, 0.3, v => TyreTemperature(v, wheel))),
        .. Wheels.Each(Private, "Brake.Temperature", (name, wheel) => Number(name, "Celsius", 1, 0.8, v => BrakeTemperature(v, wheel))),
    ];

    private static double TyreTemperature(Vehicle vehicle, int wheel) => 27 + (0.2 * wheel) + (vehicle.Speed * 0.5);

    private static double BrakeTemperature(Vehicle vehicle, int wheel) => vehicle.Powertrain.BrakeTemperature * (wheel < 2 ? 1 : 0.7);

    private static IEnumerable<SimulatedSignal> Temperatures() =>
    [
        Number("Vehicle.Powertrain.TractionBattery.Temperature.Max", "Celsius", 2, 0.1, v => v.Powertrain.BatteryTemperature + 2),
        Number("Vehicle.Powertrain.TractionBattery.Temperature.Min", "Celsius", 2, 0.1, v => v.Powertrain.BatteryTemperature - 1.5),
        Number("Vehicle.Powertrain.TractionBattery.AccumulatedConsumedEnergy", "kWh", 100, 0, v => v.Powertrain.UsedEnergy / 3.6e6),
        Number("Vehicle.Cabin.HVAC.AmbientAirTemperature", "Celsius", 2, 0.1, _ => 22),
        Number("Vehicle.LowVoltageBattery.CurrentCurrent", "A", 10, 0.4, _ => 31),
        Number("AutoValley.Inverter.Temperature", "Celsius", 1, 0.3, v => 30 + (v.Powertrain.MotorTemperature * 0.4)),
    ];

    private static IEnumerable<SimulatedSignal> Body() =>
    [
        Flag("Vehicle.Cabin.Door.Row1.DriverSide.IsOpen", _ => false),
        Flag("Vehicle.Cabin.Door.Row1.PassengerSide.IsOpen", _ => false),
        Flag("Vehicle.Body.Lights.Hazard.IsSignaling", v => v.Driver.IsStanding),
        Flag("Vehicle.Body.Lights.Running.IsOn", _ => true),
        Word("Vehicle.Body.Lights.Brake.IsActive", v => v.Powertrain.BrakePedal > 0.02 ? "ACTIVE" : "INACTIVE"),
        Word("AutoValley.Software.Release", _ => "2026.11.3"),
        Word("AutoValley.Mode", v => v.Driver.IsStanding ? "hold" : "drive"),
    ];

    private static IEnumerable<SimulatedSignal> Computer() =>
    [
        .. Enumerable.Range(1, 8).Select(core => Whole($"AutoValley.Computer.Core{core}.Load", "percent", 4, _ => 35 + (core * 4))),
        Number("AutoValley.Computer.Temperature", "Celsius", 1, 0.4, _ => 58),
        Whole("AutoValley.Computer.MemoryUsed", "MB", 25, _ => 9_400),
        Whole("AutoValley.Computer.DiskFree", "MB", 0, v => 410_000 - (v.Ticks / 200)),
        Whole("AutoValley.Modem.SignalStrength", "dBm", 1.5, _ => -78),
        Whole("AutoValley.Clock.Offset", "ns", 4_000, _ => 12_000),
    ];

    private static IEnumerable<SimulatedSignal> BatteryModules() => Enumerable.Range(1, 14).Select(module => Number(
        $"AutoValley.Battery.Module{module}.Temperature", "Celsius", 2, 0.1, v => v.Powertrain.BatteryTemperature + ((module % 4) * 0.5)));
}
