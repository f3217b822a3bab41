using System.Runtime.CompilerServices;
using AutoValley.Server.Query.Search.Spans;
using AutoValley.Server.Refusals;
using AutoValley.Storage;
using AutoValley.Telemetry.Predicates;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Server.Query.Search;

/// <summary>Answers QueryService.Search: vehicle after vehicle, which the workers search side by side.</summary>
internal sealed class SearchQuery(ISampleStore store, QueryScopes scopes, QueryWorkers workers, QueryOptions options, TimeProvider clock)
{
    private const int SpansPerResponse = 1_024;
    private const ulong DefaultMaximumAge = 5_000_000_000;

    /// <summary>Checks the request at once; searches when it is enumerated.</summary>
    /// <exception cref="RpcException">With the status that QueryService.Search lists.</exception>
    public IAsyncEnumerable<SearchResponse> Answer(SearchRequest request, CancellationToken cancellation)
    {
        var predicate = Parse(request.Predicate);
        var names = predicate.Comparisons.SelectMany(comparison => comparison.Signals).Distinct().ToArray();
        var scope = scopes.Resolve(new ScopeRequest(request.Vehicles, names, request.Span, request.Run));
        PredicateTypes.Check(predicate, scope.Series);
        var age = new MaximumAge((long)Math.Min(request.HasMaximumAgeNanos ? request.MaximumAgeNanos : DefaultMaximumAge, long.MaxValue));
        var question = new SearchQuestion(predicate, scope.Range, request.MinimumDurationNanos, age);
        var found = workers.InOrderAsync(
            [.. scope.Series.GroupBy(series => series.Vehicle)], (vehicle, stop) => SearchAsync(vehicle, question, stop), cancellation);
        return LimitAsync(found, request.Limit, cancellation);
    }

    private async IAsyncEnumerable<SearchResponse> SearchAsync(
        IGrouping<Storage.Vehicle, Series> vehicle, SearchQuestion question, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // Scopes have a signal's series oldest first.
        var series = vehicle.Reverse().ToLookup(one => one.Name);
        var search = new VehicleSearch(store, question) { Turn = new TimeSlice(clock) };
        var response = new SearchResponse { Vehicle = vehicle.Key.Name.ToString() };
        await foreach (var span in search.FindAsync(signal => [.. series[signal]], cancellation))
        {
            response.Spans.Add(new V1.FoundSpan { From = span.From, To = span.To, CutAtFrom = span.IsCutAtFrom, CutAtTo = span.IsCutAtTo });
            if (response.Spans.Count < SpansPerResponse)
                continue;
            yield return response;
            response = new SearchResponse { Vehicle = response.Vehicle };
        }
        if (response.Spans.Count > 0)
            yield return response;
    }

    private async IAsyncEnumerable<SearchResponse> LimitAsync(
        IAsyncEnumerable<SearchResponse> found, ulong limit, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // The caller's own limit ends the answer well, the server's does not.
        var isCallers = limit != 0 && limit <= (ulong)options.MaximumSpans;
        var left = isCallers ? (long)limit : options.MaximumSpans;
        await foreach (var response in found.WithCancellation(cancellation))
        {
            var isOver = response.Spans.Count > left;
            while (response.Spans.Count > left)
                response.Spans.RemoveAt(response.Spans.Count - 1);
            left -= response.Spans.Count;
            if (response.Spans.Count > 0)
                yield return response;
            if (isOver && !isCallers)
                throw Refusal.OverLimit("Query:MaximumSpans", $"more than {options.MaximumSpans} spans a call");
            if (isCallers && left == 0)
                yield break;
        }
    }

    private static Predicate Parse(string text)
    {
        try
        {
            return PredicateParser.Parse(text);
        }
        catch (PredicateException refusal)
        {
            throw Refusal.Invalid("predicate", $"the predicate, {refusal.Message}");
        }
    }
}
