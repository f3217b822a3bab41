using System.Text.Json;
using System.Text.Json.Serialization;
using AutoValley.Server.Ingest.Broker;
using AutoValley.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AutoValley.Server.Observability;

/// <summary>
/// <c>/health</c>: 200 when ready, 503 with the reason when batches cannot be made durable; in both cases with warnings of what somebody
/// should look at, and, behind a broker, of whether it is connected to that. InfluxDB's clients find what theirs says: <c>name</c>, <c>status</c>, <c>message</c>,
/// <c>version</c>. <c>/health/live</c>: 200 as long as the process answers.
/// </summary>
internal static class HealthEndpoint
{
    // Without a broker nothing is said of one.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Json(new { live = true }));
        routes.MapGet("/health", (ISampleStore store, BrokerLink broker, SiteStatus site) =>
        {
            var health = store.Health;
            return Results.Json(
                new
                {
                    live = true, ready = health.Writable, reason = health.Reason, warnings = health.Warnings.Concat(site.Warnings), broker = broker.Status,
                    // What InfluxDB's clients look at.
                    name = "autovalley", status = health.Writable ? "pass" : "fail", message = health.Writable ? "ready for queries and writes" : health.Reason,
                    version = ServerStatus.Version,
                },
                Json, statusCode: health.Writable ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        });
    }
}
