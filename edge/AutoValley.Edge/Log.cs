using AutoValley.Telemetry;
using AutoValley.Telemetry.Batches;
using Microsoft.Extensions.Logging;

namespace AutoValley.Edge;

/// <summary>Everything that the agent logs.</summary>
internal static partial class Log
{
    [LoggerMessage(4000, LogLevel.Information, "Agent of {Vehicle} began session {Session}; the spool holds {Batches} batches of earlier ones")]
    public static partial void AgentStarted(this ILogger logger, VehicleName vehicle, SessionId session, int batches);

    [LoggerMessage(4001, LogLevel.Error, "Source {Source} failed: {Reason}")]
    public static partial void SourceFailed(this ILogger logger, string source, string reason);

    [LoggerMessage(4002, LogLevel.Information, "Source {Source} ended")]
    public static partial void SourceEnded(this ILogger logger, string source);

    [LoggerMessage(4003, LogLevel.Warning, "Source {Source} failed: {Reason}; starting it again in {Wait}")]
    public static partial void SourceRestarts(this ILogger logger, string source, string reason, TimeSpan wait);

    [LoggerMessage(4004, LogLevel.Warning, "Source {Source}: {Fault}, the first: {Detail}; more of them are only counted")]
    public static partial void SourceFault(this ILogger logger, string source, string fault, string detail);

    [LoggerMessage(4034, LogLevel.Warning, "Displays for the driver: {Reason}")]
    public static partial void DriverPortFailed(this ILogger logger, string reason);

    [LoggerMessage(4035, LogLevel.Warning, "{Samples} samples died in the memory of the agent before this one, which was killed or failed")]
    public static partial void SpoolDiedInMemory(this ILogger logger, long samples);

    [LoggerMessage(4050, LogLevel.Warning, "Source {Source}: {Reason}")]
    public static partial void ReceiverSilent(this ILogger logger, string source, string reason);

    [LoggerMessage(4031, LogLevel.Information, "Reloaded: {Sources} sources, {Started} started, {Stopped} stopped; session {Session}")]
    public static partial void Reloaded(this ILogger logger, int sources, int started, int stopped, SessionId session);

    [LoggerMessage(4032, LogLevel.Error, "Not reloaded, going on as before: {Reason}")]
    public static partial void ReloadFailed(this ILogger logger, string reason);

    [LoggerMessage(4033, LogLevel.Warning, "The service manager cannot be told anything {Socket}: {Reason}")]
    public static partial void ServiceManagerAway(this ILogger logger, string socket, string reason);

    [LoggerMessage(4051, LogLevel.Warning, "The system clock was set by {Seconds:+0.000;-0.000} s, or the computer slept")]
    public static partial void ClockStepped(this ILogger logger, double seconds);

    [LoggerMessage(4052, LogLevel.Warning, "The system clock, kept by {Source}, and a satellite receiver are {Seconds:0.000} s apart: one of them is wrong")]
    public static partial void ClockContradicted(this ILogger logger, ClockSource source, double seconds);

    [LoggerMessage(4010, LogLevel.Information, "Connected to {Server}; {Batches} batches wait in the spool")]
    public static partial void Connected(this ILogger logger, string server, int batches);

    [LoggerMessage(4011, LogLevel.Warning, "Not connected to {Server}: {Reason}; trying again in {Wait}")]
    public static partial void Disconnected(this ILogger logger, string server, string reason, TimeSpan wait);

    [LoggerMessage(4012, LogLevel.Warning, "Sending {Batches} batches again that were answered but not made durable within {Timeout}")]
    public static partial void HolesSentAgain(this ILogger logger, int batches, TimeSpan timeout);

    [LoggerMessage(4013, LogLevel.Error, "The server refuses batch {Sequence} of session {Session} for good, its samples are lost: {Reason}")]
    public static partial void BatchRefused(this ILogger logger, SessionId session, ulong sequence, string reason);

    [LoggerMessage(4014, LogLevel.Error, "The server refuses the catalogue of session {Session}, its batches wait in the spool: {Reason}")]
    public static partial void CatalogRefused(this ILogger logger, SessionId session, string reason);

    [LoggerMessage(4015, LogLevel.Warning, "A watermark of {Bytes} bytes cannot be read")]
    public static partial void WatermarkUnusable(this ILogger logger, int bytes);

    [LoggerMessage(4016, LogLevel.Warning, "The server refuses to {Action} run {Run}: {Reason}")]
    public static partial void RunRefused(this ILogger logger, string action, string run, string reason);

    [LoggerMessage(4017, LogLevel.Information, "Left without a farewell: {Reason}")]
    public static partial void FarewellFailed(this ILogger logger, string reason);

    [LoggerMessage(4018, LogLevel.Warning, "The server puts batches off ({Reason}); trying again in {Pause}")]
    public static partial void PutOff(this ILogger logger, string reason, TimeSpan pause);

    [LoggerMessage(4019, LogLevel.Warning, "Mapping: {Entry} so far")]
    public static partial void MappingUndeclared(this ILogger logger, string entry);

    [LoggerMessage(4030, LogLevel.Warning, "The server does not take the agent's status: {Reason}")]
    public static partial void StatusRefused(this ILogger logger, string reason);

    [LoggerMessage(4040, LogLevel.Warning, "Schemes {Path}: damaged, set aside as .damaged; everything is collected until schemes are set again")]
    public static partial void SchemesDamaged(this ILogger logger, string path);

    [LoggerMessage(4041, LogLevel.Error, "Schemes {Path}: cannot be read, everything is collected until schemes are set again: {Reason}")]
    public static partial void SchemesUnreadable(this ILogger logger, string path, string reason);

    [LoggerMessage(4042, LogLevel.Error, "Schemes {Path}: the disk does not keep them: {Reason}")]
    public static partial void SchemesNotKept(this ILogger logger, string path, string reason);

    [LoggerMessage(4043, LogLevel.Error, "Schemes of version {Version} that were kept are unusable, everything is collected: {Reason}")]
    public static partial void SchemesUnusable(this ILogger logger, ulong version, string reason);

    [LoggerMessage(4044, LogLevel.Warning, "A command of {Bytes} bytes cannot be read, or has no id, and is left out")]
    public static partial void CommandUnusable(this ILogger logger, int bytes);

    [LoggerMessage(4045, LogLevel.Information, "Command {Id} ({Kind}): {Outcome} {Reason}")]
    public static partial void CommandAnswered(this ILogger logger, string id, string kind, string outcome, string reason);

    [LoggerMessage(4046, LogLevel.Warning, "The server takes no answer to a command: {Reason}")]
    public static partial void AnswerRefused(this ILogger logger, string reason);

    [LoggerMessage(4047, LogLevel.Warning, "No commands come to this vehicle, the server refuses the subscription: {Reason}")]
    public static partial void CommandsRefused(this ILogger logger, string reason);

    [LoggerMessage(4020, LogLevel.Warning, "Spool {Path}: {Records} damaged records left out")]
    public static partial void SpoolRecordsDamaged(this ILogger logger, string path, int records);

    [LoggerMessage(4021, LogLevel.Warning, "Spool {Path}: cut at byte {Offset}, {Bytes} bytes of an unfinished record")]
    public static partial void SpoolTailCut(this ILogger logger, string path, int offset, long bytes);

    [LoggerMessage(4022, LogLevel.Error, "Spool {Path}: the head of {Bytes} bytes is damaged, file set aside as .damaged")]
    public static partial void SpoolSegmentDamaged(this ILogger logger, string path, long bytes);

    [LoggerMessage(4023, LogLevel.Error, "Spool {Folder}: the disk does not take batches, the newest {Mebibytes} MiB are kept in memory: {Reason}")]
    public static partial void SpoolDiskFailing(this ILogger logger, string folder, string reason, int mebibytes);

    [LoggerMessage(4024, LogLevel.Warning, "Spool {Folder}: the disk takes batches again; {Samples} samples were dropped from memory so far")]
    public static partial void SpoolDiskRecovered(this ILogger logger, string folder, long samples);

    [LoggerMessage(4025, LogLevel.Error, "Spool: dropped {Path} with {Batches} batches, {Samples} samples")]
    public static partial void SpoolDropped(this ILogger logger, string path, int batches, long samples);

    [LoggerMessage(4026, LogLevel.Error, "Spool: cannot read batch {Sequence} of session {Session}: {Reason}")]
    public static partial void SpoolUnreadable(this ILogger logger, SessionId session, ulong sequence, string reason);

    [LoggerMessage(4027, LogLevel.Warning, "Spool {Path}: cannot be deleted: {Reason}")]
    public static partial void SpoolUndeletable(this ILogger logger, string path, string reason);

    [LoggerMessage(4028, LogLevel.Error, "Spool {Path}: cannot be read, {Batches} batches of it are lost unless the next start can: {Reason}")]
    public static partial void SpoolSegmentUnreadable(this ILogger logger, string path, int batches, string reason);

    [LoggerMessage(4029, LogLevel.Information, "Spool {Path}: a segment has no index, the next start reads it as a whole: {Reason}")]
    public static partial void SpoolUnindexed(this ILogger logger, string path, string reason);
}
