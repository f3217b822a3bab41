using System.Collections.Concurrent;

namespace AutoValley.Storage.Journal;

/// <summary>The sessions that records of the journal are of, by their keys. Safe for concurrent use.</summary>
internal sealed class JournalSessions
{
    private readonly ConcurrentDictionary<int, Session> sessions;

    public JournalSessions(IEnumerable<Session> known) => sessions = new(known.Select(session => KeyValuePair.Create(session.Id, session)));

    /// <summary>Those that a catalogue has.</summary>
    public static JournalSessions Of(ICatalogue catalogue) => new(catalogue.Vehicles.SelectMany(catalogue.Sessions));

    /// <summary>Null when it is not known.</summary>
    public Session? Find(int id) => sessions.GetValueOrDefault(id);

    public void Add(Session session) => sessions[session.Id] = session;
}
