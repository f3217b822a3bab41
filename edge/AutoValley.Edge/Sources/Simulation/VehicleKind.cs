namespace AutoValley.Edge.Sources.Simulation;

/// <summary>How a simulated vehicle drives.</summary>
public enum VehicleKind
{
    /// <summary>A quick electric car, up to 180 km/h.</summary>
    Car,

    /// <summary>A small gentle bus, up to 45 km/h.</summary>
    Shuttle,

    /// <summary>A heavy lorry, up to 90 km/h.</summary>
    Truck,
}
