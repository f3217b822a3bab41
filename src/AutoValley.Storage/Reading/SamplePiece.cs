using AutoValley.Telemetry;
using AutoValley.Telemetry.Columns;

namespace AutoValley.Storage.Reading;

/// <summary>Samples of one series that lie together: a chunk, or a column of an unsealed batch. Loaded when a reader gets there.</summary>
/// <param name="first">Time of the earliest sample.</param>
/// <param name="last">Time of the latest sample.</param>
/// <param name="rank">Where another piece has the same time, the greater rank wins.</param>
internal abstract class SamplePiece(long first, long last, Rank rank)
{
    public long First { get; } = first;

    public long Last { get; } = last;

    public Rank Rank { get; } = rank;

    /// <summary>The numbers of the batches that it was made of, without a hole; the last is that of <see cref="Rank"/>.</summary>
    public virtual SequenceRange Batches => new(Rank.Sequence, Rank.Sequence);

    /// <summary>The samples, strictly ascending by time; none when retention took them meanwhile.</summary>
    public abstract ValueTask<Samples> LoadAsync(CancellationToken cancellation);
}

/// <summary>A piece that is kept as columns with statistics, so that much can be told without decoding it.</summary>
/// <param name="first">Time of the earliest sample.</param>
/// <param name="last">Time of the latest sample.</param>
/// <param name="rank">As of every piece.</param>
/// <param name="count">How many samples, one or more.</param>
internal abstract class ColumnPiece(long first, long last, Rank rank, int count) : SamplePiece(first, last, rank)
{
    public int Count { get; } = count;

    /// <summary>Statistics of all values; without meaning for text.</summary>
    public abstract ColumnSummary Summary { get; }

    /// <summary>The columns as they are stored; null when retention took them meanwhile.</summary>
    /// <param name="remember">Whether they are likely to be asked for again: by another plot, say, and not by an export.</param>
    /// <param name="cancellation">Ends it.</param>
    public abstract ValueTask<PieceColumns?> OpenAsync(bool remember, CancellationToken cancellation);

    /// <summary>What is thrown when its columns turn out not to be readable.</summary>
    public abstract StoreException Damaged(Exception cause);
}

/// <summary>The order of samples of the same series and time: later session, then later batch, then later column of it.</summary>
internal readonly record struct Rank(int Session, ulong Sequence, int Column = 0) : IComparable<Rank>
{
    public int CompareTo(Rank other) => (Session, Sequence, Column).CompareTo((other.Session, other.Sequence, other.Column));
}
