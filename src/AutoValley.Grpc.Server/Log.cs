using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server;

/// <summary>What the server logs; event ids 2000 to 2999.</summary>
internal static partial class Log
{
    [LoggerMessage(2001, LogLevel.Error, "{Method}: the handler failed")]
    public static partial void HandlerFailed(ILogger logger, string method, Exception failure);

    [LoggerMessage(2002, LogLevel.Debug, "{Method}: the handler ended with {StatusCode}: {Detail}")]
    public static partial void HandlerRefused(ILogger logger, string method, StatusCode statusCode, string detail);

    [LoggerMessage(2003, LogLevel.Debug, "{Method}: cancelled")]
    public static partial void CallCancelled(ILogger logger, string method);

    [LoggerMessage(2004, LogLevel.Debug, "{Method}: ended before its handler with {StatusCode}: {Detail}")]
    public static partial void EndedEarly(ILogger logger, string method, StatusCode statusCode, string detail);

    [LoggerMessage(2005, LogLevel.Debug, "{Method}: the status could not be sent")]
    public static partial void StatusLost(ILogger logger, string method, Exception failure);
}
