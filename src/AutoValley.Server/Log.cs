using Microsoft.Extensions.Logging;

namespace AutoValley.Server;

/// <summary>Everything the server's own rooms say; ids 5000 to 5999.</summary>
internal static partial class Log
{
    [LoggerMessage(5000, LogLevel.Information, "AutoValley {Version}: http {Http}, grpc {Grpc}, mqtt {Mqtt}, data {Data}")]
    public static partial void Started(this ILogger log, string version, string http, string grpc, string mqtt, string data);

    [LoggerMessage(5001, LogLevel.Warning, "dead letter from {Topic}: {Reason}: {Detail} ({Bytes} bytes)")]
    public static partial void DeadLetter(this ILogger log, string topic, string reason, string detail, int bytes);

    [LoggerMessage(5002, LogLevel.Error, "watermark not sent to {Topic}")]
    public static partial void WatermarkNotSent(this ILogger log, string topic, Exception error);

    [LoggerMessage(5004, LogLevel.Warning, "{Count} dead letters more than were said here")]
    public static partial void DeadLettersUnsaid(this ILogger log, long count);

    [LoggerMessage(5050, LogLevel.Warning, "the store is {Bytes} bytes over Retention:MaximumBytes: {Reason}")]
    public static partial void StoreOverLimit(this ILogger log, long bytes, string reason);

    [LoggerMessage(5051, LogLevel.Error, "retention failed and is tried again at every interval")]
    public static partial void RetentionFailed(this ILogger log, Exception error);

    [LoggerMessage(5052, LogLevel.Debug, "retention passed: {Days} days deleted, {Bytes} bytes kept")]
    public static partial void RetentionPassed(this ILogger log, int days, long bytes);

    [LoggerMessage(5003, LogLevel.Information, "stopping: {Samples} samples accepted since the start")]
    public static partial void Stopping(this ILogger log, long samples);
}
