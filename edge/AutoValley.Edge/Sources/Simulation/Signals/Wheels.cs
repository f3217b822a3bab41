namespace AutoValley.Edge.Sources.Simulation.Signals;

/// <summary>Names of what there are four of.</summary>
internal static class Wheels
{
    private static readonly string[] Paths = ["Row1.Wheel.Left", "Row1.Wheel.Right", "Row2.Wheel.Left", "Row2.Wheel.Right"];

    /// <summary>A signal a wheel, by VSS path below Vehicle.Chassis.Axle or by a private one that looks like it.</summary>
    public static IEnumerable<SimulatedSignal> Each(string branch, string leaf, Func<string, int, SimulatedSignal> make) =>
        Paths.Select((path, wheel) => make($"{branch}.{path}.{leaf}", wheel));
}
