using AutoValley.Telemetry;

namespace AutoValley.Storage;

/// <summary>
/// Organisations, vehicles, sessions, series, runs and dead letters: small, durable when a call returns, held in memory for
/// reading. Safe for concurrent use.
/// </summary>
public interface ICatalogue
{
    /// <summary>All vehicles, by name.</summary>
    IReadOnlyList<Vehicle> Vehicles { get; }

    /// <summary>The vehicle of that name; null when it never said anything.</summary>
    Vehicle? FindVehicle(VehicleName name);

    /// <summary>The vehicle of that name, made when there is none.</summary>
    Vehicle AddVehicle(VehicleName name);

    /// <summary>The session; null when it never declared a signal.</summary>
    Session? FindSession(Vehicle vehicle, SessionId session);

    /// <summary>A vehicle's sessions, newest first.</summary>
    IReadOnlyList<Session> Sessions(Vehicle vehicle);

    /// <summary>
    /// Declares signals of a session, made when there is none. All are declared or, on an error, none. Of a series that other sessions described, a signal with
    /// neither unit nor description leaves both as they are.
    /// </summary>
    /// <exception cref="CatalogueException">
    /// An id was declared before with another name or type, or a name, unit or the number of signals is over its limit.
    /// </exception>
    Session Declare(Vehicle vehicle, SessionId session, IReadOnlyList<SignalDefinition> signals);

    /// <summary>A vehicle's series by name, then by newest first.</summary>
    IReadOnlyList<Series> Series(Vehicle vehicle);

    /// <summary>The series of one signal name, newest first: several when its type changed; empty when there is none.</summary>
    IReadOnlyList<Series> FindSeries(Vehicle vehicle, string signal);

    /// <summary>How many series more a vehicle may get.</summary>
    int SeriesLeft(Vehicle vehicle);

    /// <summary>Stores a new run.</summary>
    /// <returns>False when there is a run of that name.</returns>
    bool AddRun(Run run);

    /// <summary>Sets the stop of an open run.</summary>
    /// <returns>The run as it is now; null when there is no open run of that name.</returns>
    Run? StopRun(string name, long stop);

    /// <summary>Lets retention keep the days of a run, or no longer.</summary>
    /// <returns>The run as it is now; null when there is none of that name.</returns>
    Run? PinRun(string name, bool pinned);

    /// <summary>The run of that name.</summary>
    Run? FindRun(string name);

    /// <summary>Runs by start, newest first.</summary>
    IReadOnlyList<Run> Runs { get; }

    /// <summary>Keeps a dead letter and lets the oldest go when the table is full.</summary>
    void AddDeadLetter(DeadLetter letter);

    /// <summary>Dead letters, newest first; of one vehicle where one is named.</summary>
    IReadOnlyList<DeadLetter> DeadLetters(string? vehicle, int limit);

    /// <summary>All dead letters that were ever added.</summary>
    long DeadLetterTotal { get; }
}
