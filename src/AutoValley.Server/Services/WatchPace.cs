using AutoValley.Server.Refusals;
using Grpc.Core;
using TimeSpan = System.TimeSpan;

namespace AutoValley.Server.Services;

/// <summary>How often those who watch want to be told.</summary>
internal static class WatchPace
{
    private const uint UsualHeartbeat = 1_000;
    private const uint LongestMillis = 60_000;

    /// <summary>The longest silence; a second for 0.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT: more than a minute.</exception>
    public static TimeSpan Heartbeat(uint millis) => Checked(millis == 0 ? UsualHeartbeat : millis, "heartbeat_millis");

    /// <summary>From one answer with news to the next; at once for 0.</summary>
    /// <exception cref="RpcException">INVALID_ARGUMENT: more than a minute.</exception>
    public static TimeSpan Every(uint millis) => Checked(millis, "every_millis");

    private static TimeSpan Checked(uint millis, string field) => millis <= LongestMillis
        ? TimeSpan.FromMilliseconds(millis)
        : throw Refusal.Invalid(field, $"{field} is at most {LongestMillis}");
}
