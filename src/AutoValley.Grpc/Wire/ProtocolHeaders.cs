namespace Grpc.Wire;

/// <summary>The names of gRPC over HTTP/2 (gRPC, doc/PROTOCOL-HTTP2.md).</summary>
internal static class ProtocolHeaders
{
    public const string ContentType = "application/grpc";
    public const string Status = "grpc-status";
    public const string StatusMessage = "grpc-message";
    public const string Timeout = "grpc-timeout";
    public const string Encoding = "grpc-encoding";
    public const string AcceptEncoding = "grpc-accept-encoding";

    /// <summary>In a client's metadata, as upstream: compress the requests by this algorithm; it is not sent.</summary>
    public const string RequestEncodingWish = "grpc-internal-encoding-request";

    public const string Identity = "identity";
    public const string Gzip = "gzip";
    public const string AcceptedEncodings = "identity,gzip";

    private static readonly HashSet<string> Own = new(StringComparer.OrdinalIgnoreCase)
    {
        Status, StatusMessage, Timeout, Encoding, AcceptEncoding, RequestEncodingWish, "content-type", "te", "host", "accept-encoding",
    };

    /// <summary>Whether a header belongs to the protocol and so is never shown, or taken, as metadata.</summary>
    public static bool IsOwn(string name) => name.Length == 0 || name[0] == ':' || Own.Contains(name);

    /// <summary><c>application/grpc</c>, also with a message format (<c>+proto</c>) or parameters after it.</summary>
    public static bool IsGrpc(string? contentType) =>
        contentType is not null
        && contentType.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase)
        && (contentType.Length == ContentType.Length || contentType[ContentType.Length] is '+' or ';' or ' ');
}
