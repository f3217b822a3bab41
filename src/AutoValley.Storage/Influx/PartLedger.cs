using System.Globalization;
using AutoValley.Storage.Journal;
using AutoValley.Storage.Reading;
using AutoValley.Telemetry;

namespace AutoValley.Storage.Influx;

/// <summary>
/// Which parts a session has in InfluxDB, and which one a stretch of batches goes to; see FORMAT.md. What it knows it has from InfluxDB and from the
/// watermarks, and so the same stretch goes to the same part after a crash too. Reading may go on while it is changed.
/// </summary>
internal sealed class PartLedger(InfluxClient client, ICatalogue catalogue)
{
    private readonly Lock gate = new();
    private readonly Dictionary<int, SequenceRanges> durable = [];
    private readonly Dictionary<int, SortedList<ulong, ulong>> parts = [];
    private readonly Dictionary<(int Session, ulong First), ulong> chosen = [];
    private readonly HashSet<(int Session, ulong Part)> closed = [];

    /// <summary>What was sealed before this process.</summary>
    public void Attach(IReadOnlyDictionary<int, SequenceRanges> ranges)
    {
        foreach (var (session, sealedRanges) in ranges)
            durable[session] = sealedRanges.Copy();
    }

    /// <summary>The part that a stretch goes to.</summary>
    /// <param name="session">Whose batches.</param>
    /// <param name="batches">Their numbers, without a hole. Of one session they come ascending within a segment.</param>
    /// <param name="mayExtend">False: it begins a part of its own, as somebody reads who must not see it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StoreUnavailableException">InfluxDB cannot be asked.</exception>
    public async ValueTask<ulong> ChooseAsync(Session session, SequenceRange batches, bool mayExtend, CancellationToken cancellation)
    {
        if (!parts.ContainsKey(session.Id))
            await LoadAsync(session, cancellation);
        lock (gate)
        {
            return chosen.TryGetValue((session.Id, batches.First), out var part)
                ? part
                : Choose(session.Id, batches.First, parts[session.Id], mayExtend);
        }
    }

    /// <summary>The stretch goes to the part from now on, and again when the segment comes again.</summary>
    /// <param name="session">Whose batches.</param>
    /// <param name="batches">Their numbers.</param>
    /// <param name="part">As it was chosen for them.</param>
    public void Begin(Session session, SequenceRange batches, ulong part)
    {
        lock (gate)
        {
            var starts = parts[session.Id];
            chosen[(session.Id, batches.First)] = part;
            starts[part] = Math.Max(starts.GetValueOrDefault(part), batches.Last);
            RangesOf(session.Id).Add(batches);
        }
    }

    /// <summary>Nothing more is added to these parts: something that was sent there may be stored yet, and would overwrite it.</summary>
    public void Close(IEnumerable<(int Session, ulong Part)> unanswered)
    {
        lock (gate)
            closed.UnionWith(unanswered);
    }

    /// <summary>The segment is sealed.</summary>
    public void Sealed(IEnumerable<JournalRecord> records)
    {
        lock (gate)
        {
            foreach (var record in records)
                RangesOf(record.Session.Id).Add(record.Sequence);
        }
    }

    /// <summary>Another segment begins.</summary>
    public void Clear()
    {
        lock (gate)
            chosen.Clear();
    }

    /// <summary>Samples as a piece with the rank and the batch numbers of their part.</summary>
    /// <param name="vehicle">Whose.</param>
    /// <param name="tags">As InfluxDB gave them. Of a session that the catalogue does not know nothing is later.</param>
    /// <param name="samples">One or more.</param>
    public PartPiece PieceOf(Vehicle vehicle, (string Session, string Part) tags, Samples samples)
    {
        var part = ulong.TryParse(tags.Part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var session = UInt128.TryParse(tags.Session, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var id)
            ? catalogue.FindSession(vehicle, new SessionId(id))?.Id ?? 0
            : 0;
        return new PartPiece(samples, new Rank(session, part), LastOf(session, part));
    }

    // A part that this process did not write to has no batch that came while it ran, and so its first number stands for all.
    private ulong LastOf(int session, ulong part)
    {
        lock (gate)
            return parts.TryGetValue(session, out var known) && known.TryGetValue(part, out var last) ? last : part;
    }

    private async Task LoadAsync(Session session, CancellationToken cancellation)
    {
        var numbers = new PartNumbers();
        await client.AskAsync(InfluxQl.PartsOf(session), numbers, cancellation);
        var starts = new SortedList<ulong, ulong>();
        foreach (var part in numbers.Found)
            starts[part] = part;
        lock (gate)
            parts[session.Id] = starts;
    }

    private ulong Choose(int session, ulong first, SortedList<ulong, ulong> starts, bool mayExtend)
    {
        // It was begun by an attempt that a crash ended, or there is nothing before it.
        if (starts.ContainsKey(first) || first == 0 || !mayExtend)
            return first;
        // The range that ends just before it; the part that holds its end is the last one that begins there.
        var before = RangesOf(session).FirstOrDefault(range => range.First <= first - 1 && range.Last >= first - 1);
        var part = starts.Keys.LastOrDefault(start => start < first);
        return before.Last > 0 && part >= before.First && part > 0 && !closed.Contains((session, part)) ? part : first;
    }

    private SequenceRanges RangesOf(int session)
    {
        if (!durable.TryGetValue(session, out var ranges))
            durable.Add(session, ranges = new SequenceRanges());
        return ranges;
    }
}
