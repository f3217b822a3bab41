using AutoValley.Storage.Maintenance;
using AutoValley.Telemetry;
using Microsoft.Extensions.Logging;

namespace AutoValley.Storage;

/// <summary>All that this room logs.</summary>
internal static partial class Log
{
    [LoggerMessage(3001, LogLevel.Error, "The journal cannot be written; nothing is acknowledged until it can")]
    public static partial void JournalFailed(ILogger logger, Exception exception);

    [LoggerMessage(3002, LogLevel.Information, "The journal can be written again")]
    public static partial void JournalWritable(ILogger logger);

    [LoggerMessage(3003, LogLevel.Warning, "Journal segment {File}: {Bytes} bytes behind the last record, never acknowledged, are cut off")]
    public static partial void TornTail(ILogger logger, string file, long bytes);

    [LoggerMessage(3004, LogLevel.Error, "Journal segment {File} is damaged at byte {Offset}, {Records} before it used; see {Kept}")]
    public static partial void DamagedSegment(ILogger logger, string file, long offset, int records, string kept);

    [LoggerMessage(3005, LogLevel.Error, "Journal positions {First} to {Last} are missing before segment {File}")]
    public static partial void MissingPositions(ILogger logger, long first, long last, string file);

    [LoggerMessage(3006, LogLevel.Information, "Journal read: {Batches} batches in {Segments} segments, {Parked} of them parked, are not sealed yet")]
    public static partial void JournalRead(ILogger logger, long batches, int segments, int parked);

    [LoggerMessage(3007, LogLevel.Error, "Sealing failed and is tried again until it succeeds; the journal grows meanwhile")]
    public static partial void SealingFailed(ILogger logger, Exception exception);

    [LoggerMessage(3008, LogLevel.Debug, "Sealed {Batches} batches in {Milliseconds} ms")]
    public static partial void Sealed(ILogger logger, int batches, long milliseconds);

    [LoggerMessage(3009, LogLevel.Warning, "Batch {Sequence} of session {Session} ({Vehicle}), {Place}: {Reason}; kept as a dead letter")]
    public static partial void Unusable(ILogger logger, ulong sequence, string session, string vehicle, string place, string reason);

    [LoggerMessage(3010, LogLevel.Warning, "Journal segment {File} is sealed but could not be deleted; the next start deletes it")]
    public static partial void SegmentKept(ILogger logger, string file, Exception exception);

    [LoggerMessage(3011, LogLevel.Error, "{Day} cannot be used; it is kept as {Kept}, and a new file takes its place. Its samples are not found until it is repaired")]
    public static partial void DaySetAside(ILogger logger, string day, string kept, Exception exception);

    [LoggerMessage(3012, LogLevel.Warning, "Small chunks could not be merged; it is tried again after the next sealing")]
    public static partial void CompactionFailed(ILogger logger, Exception exception);

    [LoggerMessage(3013, LogLevel.Warning, "{Vehicle}: the number of batch {Sequence}, a dead letter, could not be settled; it stays a hole")]
    public static partial void NotSettled(ILogger logger, VehicleName vehicle, ulong sequence, Exception exception);

    [LoggerMessage(3014, LogLevel.Error, "{Day} is gone, although samples were sealed into its file; they are not found. {Mark} stands for it")]
    public static partial void DayMissing(ILogger logger, string day, string mark);

    [LoggerMessage(3015, LogLevel.Warning, "{Day} is protected from writing; it is kept as {Kept}, and a copy with all its samples takes its place")]
    public static partial void DayProtected(ILogger logger, string day, string kept, Exception exception);

    [LoggerMessage(3017, LogLevel.Warning, "{Vehicle}: InfluxDB cannot keep something ({Reason}); kept as a dead letter: {Detail}")]
    public static partial void InfluxRefused(ILogger logger, VehicleName vehicle, string reason, string detail);

    [LoggerMessage(3016, LogLevel.Error, "Journal segment {File} cannot be parked and stays in memory; it is tried again")]
    public static partial void ParkingFailed(ILogger logger, string file, Exception exception);

    [LoggerMessage(3018, LogLevel.Warning, "The index of journal segment {File} is broken and made anew: {Reason}")]
    public static partial void IndexBroken(ILogger logger, string file, string reason);

    [LoggerMessage(3019, LogLevel.Debug, "Journal segment {File} is parked: its {Batches} batches left the memory and wait on disk to be sealed")]
    public static partial void Parked(ILogger logger, string file, int batches);

    [LoggerMessage(3020, LogLevel.Error, "Journal segment {File} is damaged at byte {Place}: a batch cannot be read")]
    public static partial void ParkedBatchDamaged(ILogger logger, string file, uint place);

    [LoggerMessage(3050, LogLevel.Information, "Retention deleted {Day}: {Samples} samples, {Bytes} bytes, for its {Cause}")]
    public static partial void DayDeleted(ILogger logger, string day, long samples, long bytes, RetentionCause cause);
}
