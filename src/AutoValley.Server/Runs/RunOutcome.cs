namespace AutoValley.Server.Runs;

/// <summary>What became of a start or a stop.</summary>
internal enum RunOutcome
{
    Done,
    BadName,
    BadVehicles,
    StopBeforeStart,
    Exists,
    NotFound,
    AlreadyStopped,
}
