using Grpc.Core;

namespace Grpc.Wire;

/// <summary>The limits on a message's size, and the one way to say that they are passed.</summary>
internal static class SizeLimit
{
    /// <summary>Upstream's default for received messages.</summary>
    public const int DefaultReceiveBytes = 4 * 1024 * 1024;

    public const string Received = "received";
    public const string Sent = "sent";

    /// <summary>RESOURCE_EXHAUSTED with the size and the limit.</summary>
    public static RpcException Exceeded(string direction, long bytes, int maximumBytes) => new(new Status(
        StatusCode.ResourceExhausted, $"a {direction} message has at least {bytes} bytes; the limit is {maximumBytes}"));
}
