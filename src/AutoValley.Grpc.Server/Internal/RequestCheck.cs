using Grpc.AspNetCore.Web.Internal;
using Grpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Turns away, in HTTP's words, what is no gRPC call.</summary>
internal static class RequestCheck
{
    /// <summary>False when the response has been decided.</summary>
    public static bool Accept(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers[HeaderNames.Allow] = HttpMethods.Post;
            return false;
        }
        if (WebExchange.Carries(context))
            return true;
        if (!ProtocolHeaders.IsGrpc(context.Request.ContentType))
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return false;
        }
        if (HttpProtocol.IsHttp2(context.Request.Protocol) || HttpProtocol.IsHttp3(context.Request.Protocol))
            return true;
        context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
        context.Response.Headers[HeaderNames.Upgrade] = HttpProtocol.Http2;
        return false;
    }
}
