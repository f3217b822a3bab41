using AutoValley.Storage;
using AutoValley.V1;

namespace AutoValley.Server.Query;

/// <summary>Buckets of the store as the columns of an AggregateResponse.</summary>
internal static class StatisticColumns
{
    private static readonly Dictionary<Statistic, Func<Bucket, double>> Readers = new()
    {
        [Statistic.Count] = bucket => bucket.Count,
        [Statistic.Min] = bucket => bucket.Min,
        [Statistic.Max] = bucket => bucket.Max,
        [Statistic.Mean] = bucket => bucket.Mean,
        [Statistic.Sum] = bucket => bucket.Sum,
        [Statistic.First] = bucket => bucket.First,
        [Statistic.Last] = bucket => bucket.Last,
    };

    /// <summary>Whether it can be asked for.</summary>
    public static bool IsKnown(Statistic statistic) => Readers.ContainsKey(statistic);

    /// <summary>One column a statistic, in the order asked for.</summary>
    public static AggregateResponse ToResponse(Series series, IReadOnlyList<Bucket> buckets, IEnumerable<Statistic> statistics)
    {
        var response = new AggregateResponse { Vehicle = series.Vehicle.Name.ToString(), Signal = series.Name };
        response.Starts.AddRange(buckets.Select(bucket => bucket.Start));
        foreach (var statistic in statistics)
        {
            var column = new StatisticColumn { Statistic = statistic };
            column.Values.AddRange(buckets.Select(Readers[statistic]));
            response.Columns.Add(column);
        }
        return response;
    }
}
