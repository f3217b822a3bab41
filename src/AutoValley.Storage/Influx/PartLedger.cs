using System.Globalization;
using AutoValley.Storage.Journal;
using AutoValley.Storage.Reading;
using AutoValley.Telemetry;

namespace AutoValley.Storage.Influx;

/// <summary>
/// Which parts the sessions have in InfluxDB, and which one a stretch of batches goes to; see FORMAT.md. What it knows it has from InfluxDB and from the
/// watermarks, and so the same stretch goes to the same part after a crash too. Reading may go on while it is changed.
/// </summary>
/// <param name="client">Asks for the parts of a session.</param>
/// <param name="catalogue">Knows sessions by their ids.</param>
/// <param name="maximumSessions">Sessions that are remembered; see <see cref="Clear"/>.</param>
internal sealed class PartLedger(InfluxClient client, ICatalogue catalogue, int maximumSessions)
{
    private readonly Lock gate = new();
    private readonly Dictionary<int, SessionParts> sessions = [];
    private readonly Dictionary<(int Session, ulong First), ulong> chosen = [];
    private IWatermarkTable? watermarks;

    /// <summary>From now on the table tells what was sealed; without a table nothing was.</summary>
    public void Attach(IWatermarkTable table) => watermarks = table;

    /// <summary>The part that a stretch goes to.</summary>
    /// <param name="session">Whose batches.</param>
    /// <param name="batches">Their numbers, without a hole. Of one session they come ascending within a segment.</param>
    /// <param name="mayExtend">False: it begins a part of its own, as somebody reads who must not see it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StoreUnavailableException">InfluxDB cannot be asked.</exception>
    public async ValueTask<ulong> ChooseAsync(Session session, SequenceRange batches, bool mayExtend, CancellationToken cancellation)
    {
        if (!sessions.ContainsKey(session.Id))
            await LoadAsync(session, cancellation);
        lock (gate)
            return chosen.TryGetValue((session.Id, batches.First), out var part) ? part : sessions[session.Id].Choose(batches.First, mayExtend);
    }

    /// <summary>The stretch goes to the part from now on, and again when the segment comes again.</summary>
    /// <param name="session">Whose batches.</param>
    /// <param name="batches">Their numbers.</param>
    /// <param name="part">As it was chosen for them.</param>
    public void Begin(Session session, SequenceRange batches, ulong part)
    {
        lock (gate)
        {
            chosen[(session.Id, batches.First)] = part;
            sessions[session.Id].Begin(batches, part);
        }
    }

    /// <summary>Nothing more is added to these parts: something that was sent there may be stored yet, and would overwrite it.</summary>
    public void Close(IEnumerable<(int Session, ulong Part)> unanswered)
    {
        lock (gate)
        {
            foreach (var (session, part) in unanswered)
                sessions[session].Close(part);
        }
    }

    /// <summary>The segment is sealed. Of a session that nothing is known of the table will tell it.</summary>
    public void Sealed(IEnumerable<JournalRecord> records)
    {
        lock (gate)
        {
            foreach (var record in records)
                sessions.GetValueOrDefault(record.Session.Id)?.Sealed(record.Sequence);
        }
    }

    /// <summary>
    /// Another segment begins, and the one before is noted in the table. When too many sessions are known, those that it had nothing of are forgotten, but
    /// for those with parts that nothing may be added to; most have ended, and one that comes again is asked for again.
    /// </summary>
    /// <param name="mayForget">Whether all who read may see whatever is sealed: how far a part goes is forgotten as well.</param>
    public void Clear(bool mayForget)
    {
        lock (gate)
        {
            if (mayForget && sessions.Count > maximumSessions)
                Forget();
            chosen.Clear();
        }
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

    private ulong LastOf(int session, ulong part)
    {
        lock (gate)
            return sessions.GetValueOrDefault(session)?.LastOf(part) ?? part;
    }

    private async Task LoadAsync(Session session, CancellationToken cancellation)
    {
        var numbers = new PartNumbers();
        await client.AskAsync(InfluxQl.PartsOf(session), numbers, cancellation);
        var known = new SessionParts(numbers.Found, watermarks?.LoadWatermark(session.Id) ?? new SequenceRanges());
        lock (gate)
            sessions.Add(session.Id, known);
    }

    private void Forget()
    {
        var kept = chosen.Keys.Select(stretch => stretch.Session).ToHashSet();
        foreach (var session in sessions.Where(entry => !kept.Contains(entry.Key) && !entry.Value.HasClosed).Select(entry => entry.Key).ToArray())
            sessions.Remove(session);
    }
}
