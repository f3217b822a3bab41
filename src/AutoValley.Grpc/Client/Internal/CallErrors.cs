using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Wire;

namespace Grpc.Net.Client.Internal;

/// <summary>What went wrong below gRPC, as the status that the protocol gives it.</summary>
internal static class CallErrors
{
    public static readonly Status DeadlineExceeded = new(StatusCode.DeadlineExceeded, "the deadline passed");
    public static readonly Status Cancelled = new(StatusCode.Cancelled, "the caller cancelled the call");
    public static readonly Status Disposed = new(StatusCode.Cancelled, "the call was disposed before its end");
    public static readonly Status ChannelDisposed = new(StatusCode.Cancelled, "the channel was disposed before the call's end");

    // What .NET says of RST_STREAM; its other protocol exceptions (GOAWAY, a ping without answer, ill-formed frames) end the whole connection.
    private const string ResetWords = "reset the stream";

    /// <summary>The status of a failure while sending or receiving.</summary>
    public static Status From(Exception failure, Uri address)
    {
        for (var e = failure; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case RpcException rpc:
                    return rpc.Status;
                case HttpProtocolException protocol when protocol.Message.Contains(ResetWords, StringComparison.Ordinal):
                    return new Status(FromReset(protocol.ErrorCode), $"{address.Authority} ended the call: {protocol.Message}", failure);
            }
        }
        return failure switch
        {
            HttpRequestException or IOException => new Status(StatusCode.Unavailable, Unavailable(failure, address), failure),
            OperationCanceledException => new Status(
                StatusCode.Unavailable, $"no answer from {address.Authority}: {failure.Message}", failure),
            _ => new Status(StatusCode.Internal, $"{failure.GetType().Name}: {failure.Message}", failure),
        };
    }

    /// <summary>The status of an answer that is no gRPC (gRPC, doc/http-grpc-status-mapping.md).</summary>
    public static Status FromHttp(HttpResponseMessage response)
    {
        var code = response.StatusCode switch
        {
            HttpStatusCode.BadRequest => StatusCode.Internal,
            HttpStatusCode.Unauthorized => StatusCode.Unauthenticated,
            HttpStatusCode.Forbidden => StatusCode.PermissionDenied,
            HttpStatusCode.NotFound => StatusCode.Unimplemented,
            HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
                or HttpStatusCode.GatewayTimeout => StatusCode.Unavailable,
            _ => StatusCode.Unknown,
        };
        return new Status(code, $"no gRPC answer: HTTP {(int)response.StatusCode}, content type '{response.Content.Headers.ContentType}'");
    }

    /// <summary>The status that a server sent in headers or trailers.</summary>
    public static Status FromTrailers(HttpResponseHeaders headers)
    {
        if (!headers.NonValidated.TryGetValues(ProtocolHeaders.Status, out var codes))
            return new Status(StatusCode.Unknown, "the server ended the call without a status");
        var detail = headers.NonValidated.TryGetValues(ProtocolHeaders.StatusMessage, out var texts)
            ? StatusText.Decode(texts.ToString())
            : "";
        return int.TryParse(codes.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            && Enum.IsDefined((StatusCode)code)
            ? new Status((StatusCode)code, detail)
            : new Status(StatusCode.Unknown, $"the server ended the call with the unknown status '{codes}': {detail}");
    }

    private static string Unavailable(Exception failure, Uri address)
    {
        var never = failure is HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError,
        };
        return $"{(never ? "no connection to" : "lost the connection to")} {address.Authority}: {failure.GetBaseException().Message}";
    }

    // PROTOCOL-HTTP2.md, "Errors": RFC 9113 error codes to status codes.
    private static StatusCode FromReset(long errorCode) => errorCode switch
    {
        0x7 => StatusCode.Unavailable,
        0x8 => StatusCode.Cancelled,
        0xb => StatusCode.ResourceExhausted,
        0xc => StatusCode.PermissionDenied,
        _ => StatusCode.Internal,
    };
}
