using System.Net;
using Microsoft.Extensions.Logging;

namespace AutoValley.Mqtt.Server;

/// <summary>What the endpoint logs; ids 1000 to 1999.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Debug, "MQTT client {ClientId} connected from {Remote} with {Version}, session {Kept}")]
    public static partial void Connected(this ILogger logger, string clientId, EndPoint? remote, MqttProtocolVersion version, string kept);

    [LoggerMessage(1001, LogLevel.Warning, "MQTT connection from {Remote} refused: {Reason}, {Detail}")]
    public static partial void Refused(this ILogger logger, EndPoint? remote, MqttReasonCode reason, string detail);

    [LoggerMessage(1002, LogLevel.Debug, "MQTT client {ClientId} disconnected: {Reason}, {Detail}")]
    public static partial void Disconnected(this ILogger logger, string clientId, MqttReasonCode reason, string detail);

    [LoggerMessage(1003, LogLevel.Warning, "MQTT client {ClientId} broke a rule or a limit: {Reason}, {Detail}")]
    public static partial void Violation(this ILogger logger, string clientId, MqttReasonCode reason, string detail);

    [LoggerMessage(1004, LogLevel.Error, "The handler failed on a publish of MQTT client {ClientId} to {Topic}")]
    public static partial void HandlerFailed(this ILogger logger, string clientId, string topic, Exception exception);

    [LoggerMessage(1005, LogLevel.Warning, "MQTT subscriber {ClientId} is too slow: its queue is full, publishes to it are dropped")]
    public static partial void SubscriberFull(this ILogger logger, string clientId);

    [LoggerMessage(1006, LogLevel.Error, "The handler failed at the end of the connection of MQTT client {ClientId}")]
    public static partial void DisconnectedFailed(this ILogger logger, string clientId, Exception exception);

    [LoggerMessage(1007, LogLevel.Error, "An MQTT connection from {Remote} failed in an unforeseen way")]
    public static partial void ConnectionFailed(this ILogger logger, EndPoint? remote, Exception exception);

    [LoggerMessage(1009, LogLevel.Error, "{Changes} changes of MQTT sessions could not be stored; nothing that waits for them is acknowledged")]
    public static partial void StoreFailed(this ILogger logger, int changes, Exception exception);

    [LoggerMessage(1010, LogLevel.Error, "A stored row of MQTT ({Kind}, {Owner}, {Item}) cannot be read and is left out")]
    public static partial void StoredRowUnreadable(this ILogger logger, MqttStoreKind kind, string owner, string item, Exception exception);

    [LoggerMessage(1008, LogLevel.Warning, "The Will of MQTT client {ClientId} was not accepted: {Reason}")]
    public static partial void WillRefused(this ILogger logger, string clientId, MqttReasonCode reason);
}
