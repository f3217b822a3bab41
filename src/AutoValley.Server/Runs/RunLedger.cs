using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using Run = AutoValley.Storage.Run;
using RunCommand = AutoValley.Telemetry.Batches.RunCommand;

namespace AutoValley.Server.Runs;

/// <summary>Starts and stops runs, whoever asks.</summary>
internal sealed class RunLedger(ICatalogue catalogue)
{
    /// <summary>Longest name of a run, in characters.</summary>
    public const int MaximumNameLength = 128;

    /// <summary>Vehicles a run, at most.</summary>
    public const int MaximumVehicles = 1_000;

    /// <summary>Stores a new run.</summary>
    public RunOutcome Start(Run run)
    {
        if (!Names.IsName(run.Name, MaximumNameLength))
            return RunOutcome.BadName;
        if (run.Vehicles.Count is 0 or > MaximumVehicles)
            return RunOutcome.BadVehicles;
        if (run.Stop < run.Start)
            return RunOutcome.StopBeforeStart;
        return catalogue.AddRun(run) ? RunOutcome.Done : RunOutcome.Exists;
    }

    /// <summary>Stops an open run.</summary>
    public RunOutcome Stop(string name, long stop, out Run? stopped)
    {
        stopped = null;
        if (catalogue.FindRun(name) is not { } run)
            return RunOutcome.NotFound;
        if (run.Stop is not null)
            return RunOutcome.AlreadyStopped;
        if (stop < run.Start)
            return RunOutcome.StopBeforeStart;
        stopped = catalogue.StopRun(name, stop);
        return stopped is null ? RunOutcome.AlreadyStopped : RunOutcome.Done;
    }

    /// <summary>Lets retention keep the days of a run, or no longer.</summary>
    public RunOutcome Pin(string name, bool pinned, out Run? run)
    {
        run = catalogue.PinRun(name, pinned);
        return run is null ? RunOutcome.NotFound : RunOutcome.Done;
    }

    /// <summary>Carries out a vehicle's own run command; saying it again changes nothing.</summary>
    /// <returns>Null when done, else why not.</returns>
    public string? Apply(VehicleName vehicle, ReadOnlySpan<byte> payload)
    {
        if (!RunCommandCodec.TryRead(payload, out var command, out var detail))
            return detail;
        catalogue.AddVehicle(vehicle);
        var outcome = command.Action == RunAction.Start ? StartOf(vehicle, command) : StopOf(vehicle, command);
        return outcome == RunOutcome.Done ? null : outcome.ToText(command.Name);
    }

    private RunOutcome StartOf(VehicleName vehicle, RunCommand command)
    {
        var run = new Run(command.Name, [vehicle], command.Time, null, "", "vehicle");
        var outcome = Start(run);
        // QoS 1 may deliver the same start twice.
        var isRepeat = outcome == RunOutcome.Exists && catalogue.FindRun(command.Name) is { Origin: "vehicle" } known
            && known.Start == command.Time && known.Vehicles.Contains(vehicle);
        return isRepeat ? RunOutcome.Done : outcome;
    }

    private RunOutcome StopOf(VehicleName vehicle, RunCommand command)
    {
        var name = command.Name.Length > 0
            ? command.Name
            // One that this very command stopped comes first: saying it again must not stop an older one.
            : catalogue.Runs.FirstOrDefault(run => (run.Stop is null || run.Stop == command.Time) && run.Vehicles.Contains(vehicle))?.Name ?? "";
        if (catalogue.FindRun(name) is not { } run || !run.Vehicles.Contains(vehicle))
            return RunOutcome.NotFound;
        return run.Stop == command.Time ? RunOutcome.Done : Stop(name, command.Time, out _);
    }
}
