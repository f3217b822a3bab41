using Microsoft.AspNetCore.Http;

namespace AutoValley.Server.Influx;

/// <summary>Answers as InfluxDB gives them.</summary>
internal static class InfluxAnswers
{
    private const int RetrySeconds = 1;

    // Longest text in a header.
    private const int MaximumHeaderLength = 512;

    /// <summary>Says what is answering.</summary>
    public static void AddVersion(HttpResponse response)
    {
        response.Headers["X-Influxdb-Version"] = InfluxEndpoints.Version;
        response.Headers["X-Influxdb-Build"] = "OSS";
    }

    /// <summary>An error of 1.x: <c>{"error":"…"}</c>.</summary>
    public static Task V1Async(HttpContext context, int status, string error) => WriteAsync(context, status, new { error }, error);

    /// <summary>An error of 2.x: <c>{"code":"invalid","message":"…"}</c>.</summary>
    /// <param name="context">Of the request.</param>
    /// <param name="status">Of HTTP, which the code follows.</param>
    /// <param name="message">What is wrong.</param>
    /// <param name="line">Number of the line it is in; null for none.</param>
    public static Task V2Async(HttpContext context, int status, string message, int? line = null)
    {
        var code = status switch
        {
            StatusCodes.Status404NotFound => "not found",
            StatusCodes.Status413PayloadTooLarge => "request too large",
            StatusCodes.Status415UnsupportedMediaType or StatusCodes.Status400BadRequest => "invalid",
            StatusCodes.Status422UnprocessableEntity => "unprocessable entity",
            _ => "unavailable",
        };
        return WriteAsync(context, status, line is null ? new { code, message } : new { code, message, line }, message);
    }

    private static Task WriteAsync(HttpContext context, int status, object body, string error)
    {
        AddVersion(context.Response);
        context.Response.StatusCode = status;
        context.Response.Headers["X-Influxdb-Error"] = ToHeader(error);
        if (status == StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = $"{RetrySeconds}";
        return context.Response.WriteAsJsonAsync(body, context.RequestAborted);
    }

    private static string ToHeader(string text) =>
        string.Concat(text.Take(MaximumHeaderLength).Select(one => one is >= ' ' and <= '~' ? one : ' '));
}
