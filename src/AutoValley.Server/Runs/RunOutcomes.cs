namespace AutoValley.Server.Runs;

internal static class RunOutcomes
{
    /// <summary>The outcome for people.</summary>
    public static string ToText(this RunOutcome outcome, string name) => outcome switch
    {
        RunOutcome.BadName => $"'{name}' is no run name: 1 to {RunLedger.MaximumNameLength} of A-Z a-z 0-9 . _ -",
        RunOutcome.BadVehicles => $"a run has 1 to {RunLedger.MaximumVehicles} vehicles",
        RunOutcome.StopBeforeStart => $"run '{name}' would stop before it starts",
        RunOutcome.Exists => $"there is a run '{name}' already",
        RunOutcome.NotFound => $"there is no run '{name}'",
        RunOutcome.AlreadyStopped => $"run '{name}' is stopped already",
        _ => "done",
    };
}
