using AutoValley.Storage.Journal;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using AutoValley.Telemetry.Columns;

namespace AutoValley.Storage.Reading;

/// <summary>Finds a series' samples in batches that are not sealed yet. What does not decode is left out; sealing reports it.</summary>
internal static class UnsealedPieces
{
    // Small columns, the usual ones, are decoded when they are found. Large ones are parsed again later rather than kept.
    private const int LargeColumn = 4096;

    /// <summary>The pieces that share a time with the range, by their first times.</summary>
    public static List<SamplePiece> Find(JournalRecord[] records, Series series, TimeRange range)
    {
        List<SamplePiece> pieces = [];
        Session? session = null;
        uint[] signals = [];
        foreach (var record in records)
        {
            if (record.Session != session)
                (session, signals) = (record.Session, SignalsOf(record.Session, series));
            if (signals.Length > 0 && JournalBatch.TryRead(record, out var view, out _, out _))
                Find(record, view, signals, (series, range), pieces);
        }
        pieces.Sort((one, other) => one.First.CompareTo(other.First));
        return pieces;
    }

    /// <summary>The piece with the latest sample of each of a vehicle's series that are asked for.</summary>
    public static Dictionary<int, SamplePiece> FindLatest(JournalRecord[] records, IReadOnlyDictionary<int, Series> wanted)
    {
        Dictionary<int, SamplePiece> latest = [];
        foreach (var record in records)
        {
            if (!JournalBatch.TryRead(record, out var view, out _, out _))
                continue;
            for (var index = 0; index < view.Columns.Count; index++)
            {
                if (record.Session.Find(view.Columns[index].Signal) is { } series && wanted.ContainsKey(series.Id)
                    && TryLoad(record, view, index, series, latest.GetValueOrDefault(series.Id)?.Last ?? long.MinValue) is { } piece)
                    latest[series.Id] = Later(latest.GetValueOrDefault(series.Id), piece);
            }
        }
        return latest;
    }

    /// <summary>What a batch has of a series, column by column, as the batch has it.</summary>
    public static IEnumerable<Samples> Samples(JournalRecord record, Series series)
    {
        if (!JournalBatch.TryRead(record, out var view, out _, out _))
            yield break;
        for (var index = 0; index < view.Columns.Count; index++)
        {
            var column = view.Columns[index];
            if (column.Type == series.Type && record.Session.Find(column.Signal)?.Id == series.Id && view.TryDecode(index) is { } samples)
                yield return samples;
        }
    }

    /// <summary>The one whose last sample counts.</summary>
    public static SamplePiece Later(SamplePiece? one, SamplePiece other) =>
        one is null || (other.Last, other.Rank).CompareTo((one.Last, one.Rank)) > 0 ? other : one;

    // A series' ids in a session: one, or several when the session declared its name more than once.
    private static uint[] SignalsOf(Session session, Series series) =>
        [.. session.Signals.Where(signal => signal.Value.Id == series.Id).Select(signal => signal.Key)];

    private static void Find(
        JournalRecord record, BatchView view, uint[] signals, (Series Series, TimeRange Range) wanted, List<SamplePiece> pieces)
    {
        for (var index = 0; index < view.Columns.Count; index++)
        {
            if (Array.IndexOf(signals, view.Columns[index].Signal) >= 0
                && TryLoad(record, view, index, wanted.Series, null) is { } piece && wanted.Range.Overlaps(piece.First, piece.Last))
                pieces.Add(piece);
        }
    }

    // Null when it is empty, does not decode, or all of it lies before a time. With such a time, for the latest, also a large one is decoded.
    private static UnsealedPiece? TryLoad(JournalRecord record, BatchView view, int column, Series series, long? notBefore)
    {
        var located = view.Columns[column];
        if (located.Count == 0 || located.Type != series.Type)
            return null;
        try
        {
            var (first, last) = Span(view.DecodeTimes(located.TimeBase).Span);
            if (last < notBefore)
                return null;
            var samples = located.Count < LargeColumn || notBefore is not null ? UnsealedPiece.Sorted(view.Decode(column)) : null;
            return new UnsealedPiece(record, column, samples, first, last);
        }
        catch (ColumnFormatException)
        {
            return null;
        }
    }

    private static (long First, long Last) Span(ReadOnlySpan<long> times)
    {
        var (first, last) = (times[0], times[0]);
        foreach (var time in times)
            (first, last) = (Math.Min(first, time), Math.Max(last, time));
        return (first, last);
    }
}

/// <summary>A column of an unsealed batch.</summary>
internal sealed class UnsealedPiece(JournalRecord record, int column, Samples? samples, long first, long last)
    : SamplePiece(first, last, new Rank(record.Session.Id, record.Sequence, column))
{
    public override ValueTask<Samples> LoadAsync(CancellationToken cancellation) => ValueTask.FromResult(samples ?? Decode());

    // A large column shows only now that it does not decode.
    private Samples Decode()
    {
        var view = JournalBatch.Read(record);
        try
        {
            return Sorted(view.Decode(column));
        }
        catch (ColumnFormatException)
        {
            return SampleBuffer.Of(view.Columns[column].Type).Take();
        }
    }

    /// <summary>In strictly ascending order.</summary>
    public static Samples Sorted(Samples samples)
    {
        var times = samples.Times.Span;
        var index = 1;
        while (index < times.Length && times[index] > times[index - 1])
            index++;
        if (index >= times.Length)
            return samples;
        var buffer = SampleBuffer.Of(samples.Values.Type);
        buffer.Add(samples, 0, samples.Count);
        buffer.SortAndTakeLast();
        return buffer.Take();
    }
}
