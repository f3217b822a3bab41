using AutoValley.Storage.Journal;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;

namespace AutoValley.Storage.Sealing;

/// <summary>The values of one series, gathered from batch after batch. Their times are the first of <see cref="Track"/>.</summary>
internal abstract class SeriesColumn
{
    /// <summary>How many values.</summary>
    public int Count { get; protected set; }

    /// <summary>Values that its memory has room for.</summary>
    public abstract int Capacity { get; }

    /// <summary>Where its times are; null before the first.</summary>
    public TimeTrack? Track { get; set; }

    /// <summary>Whose values.</summary>
    public Series Series { get; private set; } = null!;

    /// <summary>A column for values of a type.</summary>
    public static SeriesColumn Of(SignalType type) => type switch
    {
        SignalType.Double => new SeriesColumn<double>((batch, column, values) => batch.Decode(column, values), Values.Of),
        SignalType.Integer => new SeriesColumn<long>((batch, column, values) => batch.Decode(column, values), Values.Of),
        SignalType.Boolean => new SeriesColumn<bool>((batch, column, values) => batch.Decode(column, values), Values.Of),
        SignalType.Text => new SeriesColumn<string>((batch, column, values) => batch.Decode(column, values), Values.Of),
        _ => throw new ArgumentException($"no value type {type}", nameof(type)),
    };

    /// <summary>Begins another series; the memory stays.</summary>
    public void Begin(Series series) => (Series, Count, Track) = (series, 0, null);

    /// <summary>Adds the values of a column.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="column">Which of its columns.</param>
    /// <param name="chosen">Places of the values to add; null for all.</param>
    /// <exception cref="Telemetry.Columns.ColumnFormatException">They do not decode; nothing is added.</exception>
    public abstract void Add(BatchReader batch, int column, int[]? chosen);

    /// <summary>What was gathered, in strictly ascending order. Its values are gone with the next use of this.</summary>
    /// <param name="first">The first batch, with the series or not.</param>
    /// <param name="last">The last batch.</param>
    public SealedColumn Take(JournalRecord first, JournalRecord last)
    {
        var times = Track!.Take(Count);
        return new SealedColumn(Series, first.Session, first.Sequence, last.Sequence, new Samples(times.Times, TakeValues(times.Order)));
    }

    protected abstract Values TakeValues(int[]? order);
}

/// <inheritdoc/>
internal sealed class SeriesColumn<T>(DecodeColumn<T> decode, Func<ReadOnlyMemory<T>, Values<T>> wrap) : SeriesColumn
{
    private T[] values = [];
    private T[] spare = [];

    public override int Capacity => values.Length + spare.Length;

    public override void Add(BatchReader batch, int column, int[]? chosen)
    {
        var count = batch.Columns[column].Count;
        if (count > values.Length - Count)
            Array.Resize(ref values, Math.Max(Count + count, Math.Max(64, values.Length * 2)));
        var added = values.AsSpan(Count, count);
        decode(batch, column, added);
        for (var index = 0; index < chosen?.Length; index++)
            added[index] = added[chosen[index]];
        Count += chosen?.Length ?? count;
    }

    protected override Values TakeValues(int[]? order)
    {
        if (order is null)
            return wrap(values.AsMemory(0, Count));
        if (spare.Length < order.Length)
            spare = new T[values.Length];
        for (var index = 0; index < order.Length; index++)
            spare[index] = values[order[index]];
        (values, spare) = (spare, values);
        return wrap(values.AsMemory(0, order.Length));
    }
}

/// <summary>Decodes a column into memory of its length.</summary>
internal delegate void DecodeColumn<T>(BatchReader batch, int column, Span<T> values);
