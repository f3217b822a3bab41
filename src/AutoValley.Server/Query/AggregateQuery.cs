using System.Runtime.CompilerServices;
using AutoValley.Server.Refusals;
using AutoValley.Storage;
using AutoValley.Telemetry;
using AutoValley.V1;
using Grpc.Core;
using SignalType = AutoValley.Telemetry.SignalType;

namespace AutoValley.Server.Query;

/// <summary>Answers QueryService.Aggregate: the buckets of series after series, which the workers make side by side.</summary>
internal sealed class AggregateQuery(QueryScopes scopes, QueryWorkers workers, SeriesParts parts, BucketRows rows, QueryOptions options)
{
    // 128 KiB: a few are made ahead of their reader.
    private const int ValuesPerResponse = 16 << 10;
    private const int ResponsesAhead = 16;

    /// <summary>Checks the request at once; reads when it is enumerated.</summary>
    /// <exception cref="RpcException">With the status that QueryService.Aggregate lists.</exception>
    public IAsyncEnumerable<AggregateResponse> Answer(AggregateRequest request, CancellationToken cancellation)
    {
        var question = AggregateQuestion.Of(request);
        var scope = scopes.Resolve(ScopeRequest.Of(request));
        var series = NumericOf(scope.Series, isNamed: request.Signals.Count > 0);
        if (question.FillEmpty && question.Grid.CountIn(scope.Range) > options.MaximumBuckets)
            throw Refusal.OverLimit("Query:MaximumBuckets", $"the span has more than {options.MaximumBuckets} buckets");
        return AnswerAsync(series, scope.Range, question, cancellation);
    }

    private async IAsyncEnumerable<AggregateResponse> AnswerAsync(
        Series[] series, TimeRange range, AggregateQuestion question, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var all = await parts.CutAsync(series, range, question.Grid, cancellation);
        var answers = workers.InOrderAsync(all, (part, stop) => AggregateAsync(part, question, stop), cancellation, ResponsesAhead);
        // A part is held to the limit where it is made, all of a series here.
        var (current, buckets) = ((Series?)null, 0L);
        await foreach (var (one, response) in answers.WithCancellation(cancellation))
        {
            (current, buckets) = (one, (one == current ? buckets : 0) + response.Starts.Count);
            if (buckets > options.MaximumBuckets)
                throw rows.TooManyBuckets(one);
            yield return response;
        }
    }

    private async IAsyncEnumerable<(Series Series, AggregateResponse Response)> AggregateAsync(
        SeriesPart part, AggregateQuestion question, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var most = Math.Clamp(ValuesPerResponse / (1 + question.Statistics.Count + question.Percentiles.Count), 1, ValuesPerResponse);
        var pending = new List<BucketRow>();
        await foreach (var row in rows.ReadAsync(part.Series, part.Range, question, cancellation))
        {
            pending.Add(row);
            if (pending.Count < most)
                continue;
            yield return (part.Series, StatisticColumns.ToResponse(part.Series, pending, question));
            pending.Clear();
        }
        if (pending.Count > 0)
            yield return (part.Series, StatisticColumns.ToResponse(part.Series, pending, question));
    }

    // Asking for all signals means all that have numbers.
    private static Series[] NumericOf(IReadOnlyList<Series> all, bool isNamed)
    {
        var numeric = all.Where(series => series.Type != SignalType.Text).ToArray();
        return !isNamed || numeric.Length == all.Count
            ? numeric
            : throw Refusal.Invalid("signals", $"'{all.First(series => series.Type == SignalType.Text).Name}' is text and has no statistics");
    }
}
