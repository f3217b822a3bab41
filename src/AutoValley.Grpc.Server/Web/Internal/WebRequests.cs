using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Web.Internal;

/// <summary>Makes gRPC calls of requests that are gRPC-Web; all others pass as they are.</summary>
internal sealed class WebRequests(GrpcWebOptions options, RequestDelegate next)
{
    public Task HandleAsync(HttpContext context) =>
        HttpMethods.IsPost(context.Request.Method) && WebContentType.TryParse(context.Request.ContentType, out var text) && IsEnabled(context)
            ? HandleAsync(context, text)
            : next(context);

    private async Task HandleAsync(HttpContext context, bool text)
    {
        using var exchange = WebExchange.Begin(context, text);
        await next(context);
        exchange.WriteTrailers();
    }

    private bool IsEnabled(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<IGrpcWebEnabledMetadata>()?.GrpcWebEnabled ?? options.DefaultEnabled;
}
