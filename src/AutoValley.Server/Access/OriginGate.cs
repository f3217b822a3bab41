using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace AutoValley.Server.Access;

/// <summary>
/// Refuses what a browser asks for on behalf of a page that may not: CORS alone would carry it out and only keep the answer from the page, and does not cover
/// WebSocket. Who is no browser sends no origin and passes.
/// </summary>
internal sealed class OriginGate(WebOrigins origins, RequestDelegate next)
{
    /// <summary>Passes the request on, or answers 403 with the setting that would allow it.</summary>
    public Task HandleAsync(HttpContext context)
    {
        var origin = context.Request.Headers.Origin;
        if (origin.Count == 0 || origins.Allows(origin.ToString(), context.Request))
            return next(context);
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        context.Response.Headers[HeaderNames.ContentType] = "text/plain";
        return context.Response.WriteAsync("pages of this origin may not call this server; Web:AllowedOrigins names those that may\n", context.RequestAborted);
    }
}
