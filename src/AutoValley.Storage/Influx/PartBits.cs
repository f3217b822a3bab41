using System.Text.Json;
using AutoValley.Storage.Sealing;
using AutoValley.Telemetry;

namespace AutoValley.Storage.Influx;

/// <summary>
/// Where a part has bits of doubles. A later sample of the same time in the same part overwrites a field, but one that is a number overwrites the other
/// field than one that is none: of these times the bits have to be taken back. Most parts have none, which is asked once.
/// </summary>
internal sealed class PartBits(InfluxClient client, InfluxQl ql)
{
    /// <summary>Parts that it remembers; then it forgets them all and asks again.</summary>
    public const int MaximumParts = 10_000;

    // Of one statement.
    private const int MaximumFields = 100;

    private static readonly Dictionary<int, HashSet<long>> None = [];
    private readonly Dictionary<(int Session, ulong Part), long> latest = [];

    /// <summary>By series id, the times of a stretch at which its part may have bits of an earlier sample.</summary>
    /// <param name="stretch">The columns.</param>
    /// <param name="part">Where they go.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StoreUnavailableException">InfluxDB cannot be asked.</exception>
    public async Task<IReadOnlyDictionary<int, HashSet<long>>> FindAsync(IReadOnlyList<SealedColumn> stretch, ulong part, CancellationToken cancellation)
    {
        var session = stretch[0].Session;
        var doubles = stretch.Where(column => column.Series.Type == SignalType.Double).ToArray();
        // A part that begins with this stretch has nothing earlier.
        if (part == stretch[0].FirstSequence || doubles.Length == 0)
            return None;
        var tags = (session.SessionId.ToString(), part.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (!latest.TryGetValue((session.Id, part), out var until))
        {
            var last = new TimesByColumn();
            await client.AskAsync(ql.LatestBits(session.Vehicle, tags), last, cancellation);
            Remember((session.Id, part), until = last.LastTime ?? long.MinValue);
        }
        var (from, to) = (doubles.Min(column => column.Samples.Times.Span[0]), doubles.Max(column => column.Samples.Times.Span[^1]));
        if (from > until)
            return None;
        Dictionary<int, HashSet<long>> found = [];
        foreach (var some in doubles.Chunk(MaximumFields))
        {
            var times = new TimesByColumn();
            await client.AskAsync(ql.Bits([.. some.Select(column => column.Series)], tags, new TimeRange(from, Math.Min(to, until) + 1)), times, cancellation);
            foreach (var (column, at) in times.Found)
                found[some[column].Series.Id] = at;
        }
        return found;
    }

    /// <summary>Bits go to a part.</summary>
    public void Written(int session, ulong part, long time)
    {
        if (!latest.TryGetValue((session, part), out var known) || known < time)
            Remember((session, part), time);
    }

    // A stretch asks before it writes, and when it asks nothing of its part is under way: what InfluxDB answers is all there is.
    private void Remember((int Session, ulong Part) part, long time)
    {
        if (latest.Count >= MaximumParts && !latest.ContainsKey(part))
            latest.Clear();
        latest[part] = time;
    }

    /// <summary>The times at which each column has bits.</summary>
    private sealed class TimesByColumn : IInfluxRows
    {
        private long time;

        public Dictionary<int, HashSet<long>> Found { get; } = [];

        /// <summary>Of any column, also of bits that were taken back: there may be some at earlier times.</summary>
        public long? LastTime { get; private set; }

        public void Value(int column, ref Utf8JsonReader value)
        {
            if (column == 0)
                time = value.GetInt64();
            else if (value.TokenType == JsonTokenType.String)
                Add(column - 1, isTakenBack: value.ValueTextEquals(""u8));
        }

        private void Add(int column, bool isTakenBack)
        {
            LastTime = Math.Max(LastTime ?? time, time);
            if (isTakenBack)
                return;
            if (!Found.TryGetValue(column, out var times))
                Found.Add(column, times = []);
            times.Add(time);
        }
    }
}
