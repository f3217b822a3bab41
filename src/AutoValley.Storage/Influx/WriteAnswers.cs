using System.Net;

namespace AutoValley.Storage.Influx;

/// <summary>
/// What an HTTP answer to a write means. A line is given up only on words that are about lines: what is wrong with database, token, limits or server is
/// waited for, or every sample would become a dead letter for a slip in a setting.
/// </summary>
internal static class WriteAnswers
{
    // Of 1.x, 2.x and 3.x: parsing, types of fields, text over a limit.
    private static readonly string[] OfLines = ["unable to parse", "partial write", "field type conflict", "invalid line protocol", "line protocol"];

    // A partial write as well, and an administrator's business: the samples are sound.
    private static readonly string[] OfLimits = ["max-values-per-tag", "max-series-per-database", "cache-max-memory-size", "max series per database"];

    public static WriteAnswer Of(HttpStatusCode status, string reason, TimeSpan? pause) => status switch
    {
        >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices and not HttpStatusCode.Created => WriteAnswer.Written,
        HttpStatusCode.RequestEntityTooLarge => new(WriteOutcome.TooLarge, reason),
        HttpStatusCode.Created or HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity when IsExpired(reason) => new(WriteOutcome.Expired, reason),
        // 201: of clusters that answer so to a partial write.
        HttpStatusCode.Created or HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity when IsOfLines(reason) => new(WriteOutcome.BadLines, reason),
        HttpStatusCode.Created => WriteAnswer.Written,
        // A time-out of InfluxDB's own, or somebody's between: it goes on.
        HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout
            => new(WriteOutcome.Unanswered, $"answers {(int)status}: {reason}", pause),
        _ => new(WriteOutcome.NotNow, $"answers {(int)status}: {reason}", pause),
    };

    // That a policy is not found is another matter.
    private static bool IsExpired(string reason) =>
        reason.Contains("partial write", StringComparison.OrdinalIgnoreCase) && reason.Contains("beyond retention policy", StringComparison.OrdinalIgnoreCase);

    private static bool IsOfLines(string reason) =>
        Array.Exists(OfLines, word => reason.Contains(word, StringComparison.OrdinalIgnoreCase))
        && !Array.Exists(OfLimits, word => reason.Contains(word, StringComparison.OrdinalIgnoreCase));
}
