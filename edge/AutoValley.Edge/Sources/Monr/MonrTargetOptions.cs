namespace AutoValley.Edge.Sources.Monr;

/// <summary>How a target's signals are called.</summary>
/// <param name="Name">Names the branch <c>MONR.name</c>.</param>
/// <param name="IsVehicle">Whether it is the agent's own vehicle: then what VSS has a path for has that, <c>Vehicle.Speed</c> instead of <c>MONR.name.Speed</c>.</param>
internal sealed record MonrTargetOptions(string Name, bool IsVehicle)
{
    /// <summary>Of a target that nobody named.</summary>
    public static MonrTargetOptions Of(uint transmitter) => new($"Target{transmitter}", IsVehicle: false);
}
