namespace AutoValley.Telemetry.Batches;

/// <summary>What a vehicle wants done with a run. The numbers are those of <c>autovalley.v1.RunCommand.Action</c>.</summary>
public enum RunAction
{
    /// <summary>Begin a run.</summary>
    Start = 1,

    /// <summary>End one.</summary>
    Stop = 2,
}

/// <summary>A vehicle's word on starting or stopping a run.</summary>
/// <param name="Action">Which.</param>
/// <param name="Name">Start: the run's name. Stop: the name of an open run of this vehicle, or empty for the newest one.</param>
/// <param name="Time">Unix nanoseconds by the vehicle's clock.</param>
public sealed record RunCommand(RunAction Action, string Name, long Time)
{
    /// <summary>Longest name of a run, in characters.</summary>
    public const int MaximumNameLength = 128;
}
