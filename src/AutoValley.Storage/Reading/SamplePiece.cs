using AutoValley.Telemetry;

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

    /// <summary>Statistics of each <see cref="VectorStatistics.VectorSize"/> samples in a row; empty when there are none.</summary>
    public virtual ReadOnlyMemory<VectorStatistics> Statistics => default;

    /// <summary>The samples, strictly ascending by time; none when retention took them meanwhile.</summary>
    public abstract ValueTask<Samples> LoadAsync(CancellationToken cancellation);
}

/// <summary>The order of samples of the same series and time: later session, then later batch, then later column of it.</summary>
internal readonly record struct Rank(int Session, ulong Sequence, int Column = 0) : IComparable<Rank>
{
    public int CompareTo(Rank other) => (Session, Sequence, Column).CompareTo((other.Session, other.Sequence, other.Column));
}
