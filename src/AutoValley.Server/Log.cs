using AutoValley.Telemetry;
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

    [LoggerMessage(5053, LogLevel.Information, "retention of the site: {Count} of {What} from before {Time} are gone")]
    public static partial void SiteRetentionPassed(this ILogger log, string what, int count, string time);

    [LoggerMessage(5054, LogLevel.Error, "retention of the site failed and is tried again at every interval")]
    public static partial void SiteRetentionFailed(this ILogger log, Exception error);

    [LoggerMessage(5003, LogLevel.Information, "stopping: {Samples} samples accepted since the start")]
    public static partial void Stopping(this ILogger log, long samples);

    [LoggerMessage(5060, LogLevel.Information, "broker {Address}: connected, for the {Count}. time")]
    public static partial void BrokerConnected(this ILogger log, string address, int count);

    [LoggerMessage(5061, LogLevel.Warning, "broker {Address}: {Reason}; next attempt in {Wait}")]
    public static partial void BrokerLost(this ILogger log, string address, string reason, TimeSpan wait);

    [LoggerMessage(5062, LogLevel.Warning, "broker {Address}: subscription to {Filter} failed: {Reason}; next attempt in {Wait}")]
    public static partial void BrokerRefusesSubscription(this ILogger log, string address, string filter, string reason, TimeSpan wait);

    [LoggerMessage(5063, LogLevel.Warning, "broker {Address}: MQTT 3.1.1 shares no subscriptions: only one server may stand behind this broker")]
    public static partial void BrokerUnshared(this ILogger log, string address);

    [LoggerMessage(5064, LogLevel.Error, "a publish to {Topic} is not durable and is left to the broker: {Reason}")]
    public static partial void BrokerPublishNotStored(this ILogger log, string topic, string reason);

    [LoggerMessage(5065, LogLevel.Debug, "broker {Address}: a watermark to {Topic} did not go: {Reason}")]
    public static partial void BrokerWatermarkLost(this ILogger log, string address, string topic, string reason);

    [LoggerMessage(5070, LogLevel.Error, "what the site judged is not durable and is tried again: sealing waits meanwhile")]
    public static partial void SiteNotSaved(this ILogger log, Exception error);

    [LoggerMessage(5071, LogLevel.Error, "the site failed and goes on behind it")]
    public static partial void SiteFailed(this ILogger log, Exception error);

    [LoggerMessage(5072, LogLevel.Error, "{Count} transitions of alarms are not durable: nobody is told of them, and they are tried again at every judgement")]
    public static partial void AlarmsNotStored(this ILogger log, int count, Exception error);

    [LoggerMessage(5073, LogLevel.Debug, "{Vehicle} was not warned of {Warning}: {Reason}")]
    public static partial void WarningNotSent(this ILogger log, string vehicle, string warning, string reason);

    [LoggerMessage(5074, LogLevel.Error, "visits with late fixes were not judged and are tried again")]
    public static partial void LateNotJudged(this ILogger log, Exception error);

    [LoggerMessage(5075, LogLevel.Error, "{Vehicle}: late fixes stay out of the record: more than {Limit} fixes would have to be judged again")]
    public static partial void TooMuchToRejudge(this ILogger log, VehicleName vehicle, int limit);

    [LoggerMessage(5076, LogLevel.Error, "{Vehicle}: its late fixes were not judged and are tried again after {Wait}")]
    public static partial void LateOfVehicleNotJudged(this ILogger log, VehicleName vehicle, TimeSpan wait, Exception error);

    [LoggerMessage(5077, LogLevel.Error, "{Vehicle}: late fixes stay out of the record: the store has {Read} fixes of visits that {Known} were counted in")]
    public static partial void FixesMissing(this ILogger log, VehicleName vehicle, int read, long known);
}
