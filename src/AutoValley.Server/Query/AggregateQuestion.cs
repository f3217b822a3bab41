using AutoValley.Server.Refusals;
using AutoValley.Storage;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Server.Query;

/// <summary>What is asked of each bucket, checked.</summary>
/// <param name="EveryNanos">Length of a bucket, more than 0.</param>
/// <param name="Statistics">Each known, and once.</param>
/// <param name="Percentiles">Each in [0, 100].</param>
/// <param name="FillEmpty">Whether buckets without samples are given too.</param>
internal sealed record AggregateQuestion(
    long EveryNanos, IReadOnlyList<Statistic> Statistics, IReadOnlyList<double> Percentiles, bool FillEmpty)
{
    /// <summary>Percentiles of one call; each costs a selection over every bucket.</summary>
    private const int MaximumPercentiles = 100;

    /// <summary>Where the buckets lie.</summary>
    public BucketGrid Grid => new(EveryNanos);

    /// <summary>Whether the store's statistics do not tell it all.</summary>
    public bool NeedsSamples => Percentiles.Count > 0;

    /// <summary>What the store is asked for.</summary>
    public BucketRequest ToStore() => new(EveryNanos, WithDeviations: Statistics.Contains(Statistic.Stddev));

    /// <exception cref="RpcException">INVALID_ARGUMENT: says what is wrong.</exception>
    public static AggregateQuestion Of(AggregateRequest request)
    {
        if (request.EveryNanos is 0 or > long.MaxValue)
            throw Refusal.Invalid("every_nanos", "every_nanos must be longer than 0");
        if (request.Statistics.Count == 0 && request.Percentiles.Count == 0)
            throw Refusal.Invalid("statistics", "name at least one statistic or percentile");
        if (!request.Statistics.All(StatisticColumns.IsKnown) || request.Statistics.Distinct().Count() < request.Statistics.Count)
            throw Refusal.Invalid("statistics", "statistics must be known, and named once");
        if (request.Percentiles.Count > MaximumPercentiles || !request.Percentiles.All(percentile => percentile is >= 0 and <= 100))
            throw Refusal.Invalid("percentiles", $"percentiles lie from 0 to 100, and are {MaximumPercentiles} at most");
        return new((long)request.EveryNanos, request.Statistics, request.Percentiles, request.FillEmpty);
    }
}
