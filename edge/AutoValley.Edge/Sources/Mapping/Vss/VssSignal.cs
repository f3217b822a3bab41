using AutoValley.Telemetry;

namespace AutoValley.Edge.Sources.Mapping.Vss;

/// <summary>A leaf of the catalogue: a sensor, actuator or attribute.</summary>
/// <param name="Path">From the root: <c>Vehicle.Chassis.Axle.Row1.Wheel.Left.Speed</c>.</param>
/// <param name="Datatype">As VSS spells it: <c>float</c>, <c>uint8</c>, <c>string[]</c>.</param>
/// <param name="Unit">As VSS spells it; empty when there is none.</param>
/// <param name="Minimum">Least value; null when none is stated.</param>
/// <param name="Maximum">Greatest value; null when none is stated.</param>
internal sealed record VssSignal(string Path, string Datatype, string Unit, double? Minimum, double? Maximum)
{
    /// <summary>The type of its samples; null for arrays, which no signal can be.</summary>
    public SignalType? Type => Datatype switch
    {
        "boolean" => SignalType.Boolean,
        "string" => SignalType.Text,
        "float" or "double" => SignalType.Double,
        "int8" or "int16" or "int32" or "int64" or "uint8" or "uint16" or "uint32" or "uint64" => SignalType.Integer,
        _ => null,
    };
}
