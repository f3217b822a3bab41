using AutoValley.Storage.Journal;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using AutoValley.Telemetry.Columns;

namespace AutoValley.Storage.Sealing;

/// <summary>
/// Batches of one session, one after the other without a hole between their numbers, on their way to columns. After
/// <see cref="Clear"/> it takes those of another session in the same memory. Not safe for concurrent use.
/// </summary>
internal sealed class VehicleColumns(IUnusableSink unusable)
{
    // Memory for so many values waits for the next series; what is more is let go.
    private const long MaximumIdleValues = 8_000_000;

    private readonly Dictionary<uint, SignalPlace> signals = [];
    private readonly Dictionary<int, SeriesColumn> columns = [];
    private readonly Stack<SeriesColumn>[] idle = [.. Enumerable.Range(0, (int)SignalType.Text + 1).Select(_ => new Stack<SeriesColumn>())];
    private readonly BatchTimes times = new();
    private SignalPlace start = new(0, null);
    private JournalRecord? first;
    private JournalRecord? last;
    private long idleValues;

    /// <summary>Samples gathered.</summary>
    public long Samples { get; private set; }

    /// <summary>Adds a batch; what of it cannot be used goes to the unusable.</summary>
    /// <param name="record">The batch.</param>
    /// <param name="batch">The same, read.</param>
    /// <param name="days">Samples of other days are left out.</param>
    public void Add(JournalRecord record, BatchReader batch, DaySpan days)
    {
        first ??= record;
        last = record;
        times.Begin(batch);
        // The columns come in the order of the batch before, most of the time.
        var before = start;
        for (var index = 0; index < batch.Columns.Length; index++)
        {
            ref readonly var located = ref batch.Columns[index];
            if (before.Next is not { } place || place.Signal != located.Signal)
                before.Next = place = PlaceOf(record, located.Signal);
            before = place;
            if (place.Column is null || place.Column.Series.Type != located.Type)
                Refuse(record, index, place, located);
            else
                Add(record, batch, index, place.Column, days);
        }
    }

    /// <summary>What was gathered, series after series. A column's values are gone after the next call of <see cref="Clear"/>.</summary>
    public List<SealedColumn> Take() => [.. columns.Values.Where(column => column.Count > 0).Select(column => column.Take(first!, last!))];

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        foreach (var column in columns.Values.Where(column => idleValues + column.Capacity <= MaximumIdleValues))
        {
            idleValues += column.Capacity;
            idle[(int)column.Series.Type].Push(column);
        }
        columns.Clear();
        signals.Clear();
        (start, Samples, first, last) = (new SignalPlace(0, null), 0, null, null);
    }

    private void Add(JournalRecord record, BatchReader batch, int index, SeriesColumn column, DaySpan days)
    {
        var timeBase = batch.Columns[index].TimeBase;
        if (!times.IsRead(timeBase))
        {
            try
            {
                times.Read(timeBase, days);
            }
            catch (ColumnFormatException exception)
            {
                unusable.Add(record, $"time base {timeBase}", "encoding", exception.Message);
            }
        }
        if (times.CountOf(timeBase) == 0)
            return;
        try
        {
            var count = column.Count;
            times.AddTo(column, timeBase);
            column.Add(batch, index, times.ChosenOf(timeBase));
            Samples += column.Count - count;
        }
        catch (ColumnFormatException exception)
        {
            unusable.Add(record, $"column {index}", "encoding", exception.Message);
        }
    }

    private void Refuse(JournalRecord record, int index, SignalPlace place, in BatchColumn located) => unusable.Add(
        record, $"column {index}", place.Column is null ? "undeclared" : "type", $"signal {located.Signal} of type {located.Type}");

    private SignalPlace PlaceOf(JournalRecord record, uint signal)
    {
        if (signals.TryGetValue(signal, out var place))
            return place;
        place = new SignalPlace(signal, record.Session.Find(signal) is { } series ? ColumnOf(series) : null);
        signals.Add(signal, place);
        return place;
    }

    // Two signals of a session may be of one series.
    private SeriesColumn ColumnOf(Series series)
    {
        if (columns.TryGetValue(series.Id, out var column))
            return column;
        if (idle[(int)series.Type].TryPop(out column))
            idleValues -= column.Capacity;
        else
            column = SeriesColumn.Of(series.Type);
        column.Begin(series);
        columns.Add(series.Id, column);
        return column;
    }

    /// <summary>Where a signal's samples go, and the signal that stood behind it last.</summary>
    private sealed class SignalPlace(uint signal, SeriesColumn? column)
    {
        public uint Signal { get; } = signal;

        /// <summary>Null when the session did not declare it.</summary>
        public SeriesColumn? Column { get; } = column;

        public SignalPlace? Next { get; set; }
    }
}
