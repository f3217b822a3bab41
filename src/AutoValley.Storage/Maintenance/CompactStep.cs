namespace AutoValley.Storage.Maintenance;

/// <summary>How far compaction is.</summary>
/// <param name="Day">The day it is at, in days since 1970-01-01.</param>
/// <param name="IsDone">Whether this day is done.</param>
/// <param name="BytesBefore">Bytes of the day's files before.</param>
/// <param name="Bytes">Bytes of the day's files now.</param>
public sealed record CompactStep(int Day, bool IsDone, long BytesBefore, long Bytes);
