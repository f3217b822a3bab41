namespace Grpc.Net.Client.Internal;

/// <summary>How a channel connects when its options name no handler.</summary>
internal static class Connections
{
    /// <summary>How long a connection with calls may be silent before it is asked for a sign of life. gRPC's C core closes connections that ask it
    /// more than twice within five minutes in which it sent nothing: who waits on such a server's silent streams brings a handler without pings.</summary>
    public static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(60);

    /// <summary>How long the answer may take; then the calls of the connection end with UNAVAILABLE.</summary>
    public static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(20);

    /// <summary>A handler for one address.</summary>
    public static SocketsHttpHandler CreateHandler(Uri address, TimeSpan pingDelay, TimeSpan pingTimeout) => new()
    {
        // A server's limit on streams a connection then costs a second connection instead of waiting.
        EnableMultipleHttp2Connections = true,
        KeepAlivePingDelay = pingDelay,
        KeepAlivePingTimeout = pingTimeout,
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        // A proxy passes no HTTP/2 in plain text.
        UseProxy = address.Scheme == Uri.UriSchemeHttps,
        AllowAutoRedirect = false,
        UseCookies = false,
    };
}
