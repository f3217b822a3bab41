using AutoValley.Server.Query;
using AutoValley.Storage;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Server.Services;

/// <summary>autovalley.v1.QueryService over the store.</summary>
internal sealed class QueryGrpcService(ISampleStore store, QueryScopes scopes, QueryOptions options) : QueryService.QueryServiceBase
{
    private const int BucketsPerResponse = 8_192;

    /// <inheritdoc/>
    public override async Task Read(ReadRequest request, IServerStreamWriter<ReadResponse> responseStream, ServerCallContext context)
    {
        var scope = scopes.Resolve(request.Vehicle, request.Signals, request.Span, request.Run);
        foreach (var series in scope.Series)
        {
            var left = request.Limit == 0 ? ulong.MaxValue : request.Limit;
            await foreach (var samples in store.ReadAsync(series, scope.Range, context.CancellationToken))
            {
                foreach (var slice in samples.Slice(0, (int)Math.Min((ulong)samples.Count, left)).Cut())
                {
                    await responseStream.WriteAsync(ToResponse(series, slice), context.CancellationToken);
                    left -= (ulong)slice.Count;
                }
                if (left == 0)
                    break;
            }
        }
    }

    /// <inheritdoc/>
    public override async Task Aggregate(
        AggregateRequest request, IServerStreamWriter<AggregateResponse> responseStream, ServerCallContext context)
    {
        var scope = Check(request, scopes.Resolve(request.Vehicle, request.Signals, request.Span, request.Run));
        var buckets = new List<Bucket>();
        foreach (var series in scope.Series)
        {
            long count = 0;
            await foreach (var bucket in store.AggregateAsync(series, scope.Range, (long)request.EveryNanos, context.CancellationToken))
            {
                if (++count > options.MaximumBuckets)
                    throw Exhausted($"more than {options.MaximumBuckets} buckets for '{series.Name}' (Query:MaximumBuckets)");
                buckets.Add(bucket);
                if (buckets.Count == BucketsPerResponse)
                    await FlushAsync(series);
            }
            if (buckets.Count > 0)
                await FlushAsync(series);
        }

        async Task FlushAsync(Series series)
        {
            await responseStream.WriteAsync(StatisticColumns.ToResponse(series, buckets, request.Statistics), context.CancellationToken);
            buckets.Clear();
        }
    }

    private static QueryScope Check(AggregateRequest request, QueryScope scope)
    {
        if (request.EveryNanos is 0 or > long.MaxValue)
            throw Invalid("every_nanos must be longer than 0");
        var statistics = request.Statistics.Distinct().ToArray();
        if (statistics.Length == 0 || !statistics.All(StatisticColumns.IsKnown) || statistics.Length < request.Statistics.Count)
            throw Invalid("statistics must name at least one known statistic, each once");
        // Asking for all signals means all that have numbers.
        var numeric = scope.Series.Where(series => series.Type != Telemetry.SignalType.Text).ToArray();
        if (request.Signals.Count > 0 && numeric.Length < scope.Series.Count)
            throw Invalid($"'{scope.Series.First(series => series.Type == Telemetry.SignalType.Text).Name}' is text and has no statistics");
        return scope with { Series = numeric };
    }

    private static ReadResponse ToResponse(Series series, Telemetry.Samples samples)
    {
        var baseTime = samples.Times.Span[0];
        return new ReadResponse
        {
            Vehicle = series.Vehicle.Name.ToString(),
            Signal = series.Name,
            BaseTime = baseTime,
            Times = PlainColumns.ToTimeBase(samples.Times.Span, baseTime),
            Column = PlainColumns.ToColumn(samples.Values, 0),
        };
    }

    private static RpcException Invalid(string detail) => new(new Status(StatusCode.InvalidArgument, detail));

    private static RpcException Exhausted(string detail) => new(new Status(StatusCode.ResourceExhausted, detail));
}
