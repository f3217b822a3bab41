using AutoValley.Storage.Journal;
using AutoValley.Telemetry;

namespace AutoValley.Storage;

/// <summary>Which batches of each session are durable and which are being written. Used under the store's lock.</summary>
internal sealed class SessionLedger
{
    private readonly Dictionary<int, Entry> entries = [];

    private readonly int maximumHoles;

    /// <param name="durable">By session, what is known already.</param>
    /// <param name="maximumHoles">See <see cref="StoreOptions.MaximumSessionHoles"/>.</param>
    public SessionLedger(IReadOnlyDictionary<int, SequenceRanges> durable, int maximumHoles)
    {
        this.maximumHoles = maximumHoles;
        foreach (var (session, ranges) in durable)
            entries[session] = new Entry(ranges.Copy());
    }

    /// <summary>Whether the batch is held; <paramref name="pending"/> is the group that writes it, null when it is durable.</summary>
    public bool Holds(int session, ulong sequence, out CommitGroup? pending)
    {
        pending = null;
        return entries.TryGetValue(session, out var entry)
            && (entry.Durable.Contains(sequence) || entry.Pending.TryGetValue(sequence, out pending));
    }

    /// <summary>Whether the batch, which is not held, makes one hole more than there may be.</summary>
    public bool MakesHoleTooMany(int session, ulong sequence) =>
        entries.TryGetValue(session, out var entry) && entry.Durable.Count > maximumHoles && !entry.HasNeighbour(sequence);

    public void AddPending(JournalRecord record, CommitGroup group) => EntryOf(record.Session.Id).Pending.Add(record.Sequence, group);

    public void RemovePending(JournalRecord record) => entries[record.Session.Id].Pending.Remove(record.Sequence);

    public void AddDurable(JournalRecord record)
    {
        var entry = EntryOf(record.Session.Id);
        entry.Pending.Remove(record.Sequence);
        entry.Durable.Add(record.Sequence);
    }

    public void AddDurable(int session, SequenceRange numbers) => EntryOf(session).Durable.Add(numbers);

    public SequenceRanges Durable(int session) => entries.TryGetValue(session, out var entry) ? entry.Durable.Copy() : new SequenceRanges();

    /// <summary>The durable batch numbers of every session, by its id, as copies.</summary>
    public IReadOnlyDictionary<int, SequenceRanges> AllDurable() =>
        entries.ToDictionary(entry => entry.Key, entry => entry.Value.Durable.Copy());

    private Entry EntryOf(int session)
    {
        if (!entries.TryGetValue(session, out var entry))
            entries.Add(session, entry = new Entry(new SequenceRanges()));
        return entry;
    }

    private sealed class Entry(SequenceRanges durable)
    {
        public SequenceRanges Durable { get; } = durable;

        public Dictionary<ulong, CommitGroup> Pending { get; } = [];

        /// <summary>Whether the number before or behind is held.</summary>
        public bool HasNeighbour(ulong sequence) => Holds(sequence - 1) || Holds(sequence + 1);

        private bool Holds(ulong sequence) => Durable.Contains(sequence) || Pending.ContainsKey(sequence);
    }
}

/// <summary>Copies of ranges.</summary>
internal static class SequenceRangesCopy
{
    public static SequenceRanges Copy(this SequenceRanges ranges)
    {
        var copy = new SequenceRanges();
        foreach (var range in ranges)
            copy.Add(range);
        return copy;
    }
}
