namespace Grpc.Net.Client.Internal;

/// <summary>How a channel connects when its options name no handler.</summary>
internal static class Connections
{
    /// <summary>How long a connection with calls may be silent before it is asked for a sign of life. gRPC's C core closes connections that ask it
    /// more than twice within five minutes in which it sent nothing: who waits on such a server's silent streams brings a handler without pings.</summary>
    public static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(60);

    /// <summary>How long the answer may take; then the calls of the connection end with UNAVAILABLE.</summary>
    public static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(20);

    // What a stream may send before it is heard, to begin with: over 50 ms there and back the standard 64 KiB are 1.3 MB/s until the window has grown. It grows
    // to 16 MiB as it has to; begun with 8 MiB, a reader on the same machine finds nothing in its caches any more, and costs both sides twice the time.
    private const int WindowBytes = 2 << 20;

    /// <summary>A handler for one address.</summary>
    public static SocketsHttpHandler CreateHandler(Uri address, TimeSpan pingDelay, TimeSpan pingTimeout) => new()
    {
        // A server's limit on streams a connection then costs a second connection instead of waiting.
        EnableMultipleHttp2Connections = true,
        InitialHttp2StreamWindowSize = WindowBytes,
        KeepAlivePingDelay = pingDelay,
        KeepAlivePingTimeout = pingTimeout,
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        // A proxy passes no HTTP/2 in plain text.
        UseProxy = address.Scheme == Uri.UriSchemeHttps,
        AllowAutoRedirect = false,
        UseCookies = false,
    };
}
