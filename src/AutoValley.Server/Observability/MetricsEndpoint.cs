using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AutoValley.Server.Observability;

/// <summary><c>/metrics</c>: the server's state in Prometheus' text format.</summary>
internal static class MetricsEndpoint
{
    private const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static void MapPrometheus(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/metrics", async (ServerStatus status, HttpContext context) =>
            Results.Text(PrometheusText.Of(await status.GetAsync(context.RequestAborted)), ContentType));
}
