using AutoValley.Server.Configuration;
using AutoValley.Server.Influx.Reading;
using AutoValley.Server.Influx.Writing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AutoValley.Server.Influx;

/// <summary>
/// What InfluxDB's clients call, on the port of the page: <c>/write</c> of 1.x, <c>/api/v2/write</c> of 2.x and 3.x, <c>/query</c> and <c>/ping</c>. Who asks is not
/// asked who he is, here as elsewhere: users, passwords and tokens are taken and not looked at.
/// </summary>
internal static class InfluxEndpoints
{
    /// <summary>Said to clients, which choose by it how they talk.</summary>
    public static string Version { get; } = $"1.8.0-autovalley-{Observability.ServerStatus.Version}";

    public static void AddInflux(this IServiceCollection services, ServerOptions options) =>
        services.AddSingleton(options.Influx).AddSingleton<LineLimits>().AddSingleton<InfluxCounters>().AddSingleton<BodyBudget>()
            .AddSingleton<LineTargets>().AddSingleton<LineIngest>().AddSingleton<LineWriteEndpoint>()
            .AddSingleton<InfluxModel>().AddSingleton<RowReader>().AddSingleton<StatisticIntervals>().AddSingleton<SampleIntervals>().AddSingleton<AggregateReader>()
            .AddSingleton<SelectQuery>().AddSingleton<ShowQuery>().AddSingleton<QueryAnswer>().AddSingleton<QueryEndpoint>();

    public static void MapInflux(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/write", (HttpContext context, LineWriteEndpoint write) => write.HandleV1Async(context));
        routes.MapPost("/api/v2/write", (HttpContext context, LineWriteEndpoint write) => write.HandleV2Async(context));
        routes.MapMethods("/query", [HttpMethods.Get, HttpMethods.Post], (HttpContext context, QueryEndpoint query) => query.HandleAsync(context));
        routes.MapMethods("/ping", [HttpMethods.Get, HttpMethods.Head], Ping);
    }

    private static IResult Ping(HttpContext context)
    {
        InfluxAnswers.AddVersion(context.Response);
        return context.Request.Query["verbose"].ToString() is "" or "0" or "false" ? Results.NoContent() : Results.Json(new { version = Version });
    }
}
