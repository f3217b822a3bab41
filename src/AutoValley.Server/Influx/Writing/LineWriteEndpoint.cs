using AutoValley.Storage;
using AutoValley.Telemetry.LineProtocol;
using Microsoft.AspNetCore.Http;

namespace AutoValley.Server.Influx.Writing;

/// <summary>
/// <c>/write</c> and <c>/api/v2/write</c>: 204 when every line is durable, 400 with lines and reasons when some were wrong (the others are durable), 413, 415, 503 with
/// <c>Retry-After</c> when nothing of it may be taken for stored.
/// </summary>
internal sealed class LineWriteEndpoint(LineIngest ingest, InfluxOptions options, BodyBudget budget, InfluxCounters counters)
{
    private delegate Task Refusal(HttpContext context, int status, string message, int? line);

    /// <summary>Of 1.x: <c>db</c>, <c>precision</c>; a retention policy, user and password are taken and not looked at.</summary>
    public Task HandleV1Async(HttpContext context)
    {
        static Task Refuse(HttpContext context, int status, string message, int? line) => InfluxAnswers.V1Async(context, status, message);
        var query = context.Request.Query;
        if (query["db"].ToString() is not { Length: > 0 } database)
            return Refuse(context, StatusCodes.Status400BadRequest, "database is required", null);
        if (!options.TryToOrganisation(database, out var organisation))
            return Refuse(context, StatusCodes.Status404NotFound, $"database not found: \"{database}\"", null);
        return LinePrecision.TryParse(query["precision"], out var precision)
            ? HandleAsync(context, new LineWrite($"/write?db={database}", organisation, precision), Refuse)
            : Refuse(context, StatusCodes.Status400BadRequest, $"invalid precision \"{query["precision"]}\" (use n, u, ms, s, m or h)", null);
    }

    /// <summary>Of 2.x: <c>org</c>, <c>bucket</c>, <c>precision</c>; a token is taken and not looked at.</summary>
    public Task HandleV2Async(HttpContext context)
    {
        static Task Refuse(HttpContext context, int status, string message, int? line) => InfluxAnswers.V2Async(context, status, message, line);
        var query = context.Request.Query;
        // Clients of 3.x, and of 1.8 by this path, know no organisation: there the bucket is the database, with or without "/" and a retention policy.
        var database = query["org"].ToString() is { Length: > 0 } named ? named : query["bucket"].ToString().Split('/')[0];
        if (database.Length == 0)
            return Refuse(context, StatusCodes.Status400BadRequest, "org or bucket is required", null);
        if (!options.TryToOrganisation(database, out var organisation))
            return Refuse(context, StatusCodes.Status404NotFound, $"organization name \"{database}\" not found", null);
        return LinePrecision.TryParse(query["precision"], out var precision)
            ? HandleAsync(context, new LineWrite($"/api/v2/write?org={database}", organisation, precision), Refuse)
            : Refuse(context, StatusCodes.Status400BadRequest, "invalid precision; valid precision units are ns, us, ms, and s", null);
    }

    private async Task HandleAsync(HttpContext context, LineWrite write, Refusal refuse)
    {
        using var body = new BodyReader(options, budget);
        var outcome = await TryReadAsync(body, context);
        if (outcome != BodyOutcome.Read)
        {
            counters.RefuseBody();
            await (outcome switch
            {
                BodyOutcome.TooLarge => refuse(
                    context, StatusCodes.Status413PayloadTooLarge, $"Request Entity Too Large: more than {options.MaximumBodyBytes} bytes (InfluxApi:MaximumBodyBytes)", null),
                BodyOutcome.TooManyUnderWay => refuse(
                    context, StatusCodes.Status503ServiceUnavailable, "too many bodies under way (InfluxApi:MaximumBytesUnderWay)", null),
                BodyOutcome.NotGzip => refuse(context, StatusCodes.Status400BadRequest, "the body is no gzip, or cut", null),
                BodyOutcome.Cut => refuse(context, StatusCodes.Status400BadRequest, "the body is cut", null),
                _ => refuse(context, StatusCodes.Status415UnsupportedMediaType, "Content-Encoding is gzip or identity", null),
            });
            return;
        }
        await AnswerAsync(context, write, body.Text, refuse);
    }

    private async Task AnswerAsync(HttpContext context, LineWrite write, ReadOnlyMemory<byte> text, Refusal refuse)
    {
        LineAnswer answer;
        try
        {
            answer = await ingest.AcceptAsync(write, text);
        }
        catch (StoreUnavailableException failure)
        {
            answer = new LineAnswer(new LineFaultLog(), 0, failure.Message);
        }
        if (answer.Unavailable is { } unavailable)
        {
            counters.RefuseBody();
            await refuse(context, StatusCodes.Status503ServiceUnavailable, unavailable, null);
        }
        else if (answer.Faults is { Count: > 0 } faults)
        {
            // Where no line is left InfluxDB does not call it partial.
            var error = faults.Count == answer.Lines ? faults.Text : $"partial write: {faults.Text} dropped={faults.Count}";
            await refuse(context, StatusCodes.Status400BadRequest, error, faults.FirstLine);
        }
        else
        {
            InfluxAnswers.AddVersion(context.Response);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
    }

    private static async ValueTask<BodyOutcome> TryReadAsync(BodyReader body, HttpContext context)
    {
        try
        {
            return await body.ReadAsync(context.Request, context.RequestAborted);
        }
        catch (IOException)
        {
            // Ended before its length, came slower than anything may, or nobody is there any more.
            return BodyOutcome.Cut;
        }
    }
}
