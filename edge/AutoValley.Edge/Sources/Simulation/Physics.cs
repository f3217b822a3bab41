namespace AutoValley.Edge.Sources.Simulation;

/// <summary>Constants of the simulation.</summary>
internal static class Physics
{
    /// <summary>The simulation's step: the period of the fastest signals.</summary>
    public const double TickSeconds = 0.01;

    /// <summary>Metres a second squared.</summary>
    public const double Gravity = 9.81;

    /// <summary>Kilograms a cubic metre.</summary>
    public const double AirDensity = 1.2;

    /// <summary>Share of the weight.</summary>
    public const double RollingResistance = 0.011;

    /// <summary>km/h of m/s.</summary>
    public static double Kmh(double metresPerSecond) => metresPerSecond * 3.6;
}
