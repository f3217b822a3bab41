using AutoValley.Storage.Reading;
using AutoValley.Telemetry;

namespace AutoValley.Storage.Sqlite;

/// <summary>A chunk, read from its day when it is needed.</summary>
internal sealed class ChunkPiece(DayFolder folder, int day, Series series, ChunkRow chunk)
    : SamplePiece(chunk.First, chunk.Last, chunk.Rank)
{
    public override ReadOnlyMemory<VectorStatistics> Statistics => chunk.Statistics;

    public override ValueTask<Samples> LoadAsync(CancellationToken cancellation) =>
        ValueTask.FromResult(folder.Read(day, reader => reader.Load(chunk), SampleBuffer.Of(series.Type).Take()));
}
