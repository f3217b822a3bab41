using AutoValley.Storage.Reading;

namespace AutoValley.Storage.Sqlite;

/// <summary>A row of <c>chunk</c> without its columns.</summary>
internal sealed record ChunkRow(long Id, long First, long Last, Rank Rank, int Count, ReadOnlyMemory<VectorStatistics> Statistics);
