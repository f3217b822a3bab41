using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources.Simulation.Signals;

/// <summary>A signal and how a sensor of the vehicle reads it: truth, noise, quantisation.</summary>
/// <param name="Spec">Name, type, unit.</param>
/// <param name="Read">Does not allocate.</param>
internal sealed record SimulatedSignal(SignalSpec Spec, Func<Vehicle, Noise, SampleValue> Read)
{
    /// <param name="name">VSS path or private name.</param>
    /// <param name="unit">As VSS spells it.</param>
    /// <param name="perUnit">Steps of the sensor a unit, 100 for a resolution of 0.01; whole, so that values are short decimals.</param>
    /// <param name="deviation">Standard deviation of the noise.</param>
    /// <param name="truth">The true value.</param>
    public static SimulatedSignal Number(string name, string unit, double perUnit, double deviation, Func<Vehicle, double> truth) =>
        new(
            new SignalSpec(name, SignalType.Double, unit),
            (vehicle, noise) => SampleValue.Of(Quantise(truth(vehicle) + (deviation * noise.Bell()), perUnit)));

    /// <summary>As <see cref="Number"/>, in steps of one.</summary>
    public static SimulatedSignal Whole(string name, string unit, double deviation, Func<Vehicle, double> truth) =>
        new(
            new SignalSpec(name, SignalType.Integer, unit),
            (vehicle, noise) => SampleValue.Of((long)Math.Round(truth(vehicle) + (deviation * noise.Bell()))));

    public static SimulatedSignal Flag(string name, Func<Vehicle, bool> truth) =>
        new(new SignalSpec(name, SignalType.Boolean), (vehicle, _) => SampleValue.Of(truth(vehicle)));

    /// <param name="name">VSS path or private name.</param>
    /// <param name="truth">Constants only: nothing is built.</param>
    public static SimulatedSignal Word(string name, Func<Vehicle, string> truth) =>
        new(new SignalSpec(name, SignalType.Text), (vehicle, _) => SampleValue.Of(truth(vehicle)));

    // The sum turns a negative zero, which no sensor has, into zero.
    private static double Quantise(double value, double perUnit) => (Math.Round(value * perUnit) / perUnit) + 0.0;
}
