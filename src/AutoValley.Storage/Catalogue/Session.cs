using System.Collections.Concurrent;
using AutoValley.Telemetry;

namespace AutoValley.Storage;

/// <summary>One boot of a vehicle's agent and the signals it declared. One object a session.</summary>
/// <param name="id">Key on disk; a session seen first later has the greater one.</param>
/// <param name="vehicle">Whose.</param>
/// <param name="session">The agent's own name for it.</param>
public sealed class Session(int id, Vehicle vehicle, SessionId session)
{
    private readonly Lazy<ConcurrentDictionary<uint, Series>> signals = new(() => new());

    /// <summary>A session of earlier days, whose signals are read when they are asked for.</summary>
    internal Session(int id, Vehicle vehicle, SessionId session, Func<Session, IEnumerable<KeyValuePair<uint, Series>>> load)
        : this(id, vehicle, session) => signals = new(() => new(load(this)), LazyThreadSafetyMode.PublicationOnly);

    /// <summary>Key on disk; a session seen first later has the greater one.</summary>
    public int Id { get; } = id;

    /// <summary>Whose.</summary>
    public Vehicle Vehicle { get; } = vehicle;

    /// <summary>The agent's own name for it.</summary>
    public SessionId SessionId { get; } = session;

    /// <summary>Declared signals by the id that batches use.</summary>
    public IEnumerable<KeyValuePair<uint, Series>> Signals => signals.Value;

    /// <summary>The series that a signal id of this session stands for; null when it was not declared.</summary>
    public Series? Find(uint signal) => signals.Value.GetValueOrDefault(signal);

    internal int SignalCount => signals.Value.Count;

    internal void Declare(uint signal, Series series) => signals.Value[signal] = series;
}
