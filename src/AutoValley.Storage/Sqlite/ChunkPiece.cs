using AutoValley.Storage.Reading;
using AutoValley.Storage.Sealing;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Columns;

namespace AutoValley.Storage.Sqlite;

/// <summary>A chunk, read from its day when it is needed.</summary>
internal sealed class ChunkPiece(ChunkSource source, int day, Series series, ChunkRow chunk)
    : ColumnPiece(chunk.First, chunk.Last, chunk.Rank, chunk.Count)
{
    public override SequenceRange Batches => new(chunk.FirstSequence, chunk.Rank.Sequence);

    public override ColumnSummary Summary => chunk.Summary;

    /// <exception cref="DamagedChunkException">A check sum is another, or a part is not there.</exception>
    public override ValueTask<PieceColumns?> OpenAsync(bool remember, CancellationToken cancellation) => ValueTask.FromResult(Open(remember));

    /// <exception cref="DamagedChunkException">As <see cref="OpenAsync"/>.</exception>
    public override ValueTask<Samples> LoadAsync(CancellationToken cancellation)
    {
        try
        {
            return ValueTask.FromResult(Open(remember: false)?.Decode() ?? SampleBuffer.Of(series.Type).Take());
        }
        catch (Exception exception) when (exception is ColumnFormatException or ArgumentException)
        {
            throw Damaged(exception);
        }
    }

    public override StoreException Damaged(Exception cause) =>
        new DamagedChunkException(UtcDay.ToText(day), series, chunk.Id, (chunk.First, chunk.Last), cause.Message, cause);

    private PieceColumns? Open(bool remember)
    {
        try
        {
            return source.Open(day, chunk, series.Type, remember);
        }
        catch (ColumnFormatException exception)
        {
            throw Damaged(exception);
        }
    }
}
