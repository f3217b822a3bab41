using System.Runtime.InteropServices;
using AutoValley.Storage;
using AutoValley.V1;
using Google.Protobuf.Collections;

namespace AutoValley.Server.Query;

/// <summary>Buckets as the columns of an AggregateResponse.</summary>
internal static class StatisticColumns
{
    private static readonly Dictionary<Statistic, Func<BucketRow, double>> Readers = new()
    {
        [Statistic.Count] = row => row.Bucket.Count,
        [Statistic.Min] = row => row.Bucket.Min,
        [Statistic.Max] = row => row.Bucket.Max,
        [Statistic.Mean] = row => row.Bucket.Mean,
        [Statistic.Sum] = row => row.Bucket.Sum,
        [Statistic.First] = row => row.Bucket.First,
        [Statistic.Last] = row => row.Bucket.Last,
        [Statistic.Stddev] = row => row.Bucket.StandardDeviation,
    };

    /// <summary>Whether it can be asked for.</summary>
    public static bool IsKnown(Statistic statistic) => Readers.ContainsKey(statistic);

    /// <summary>A column for each statistic and percentile, in the order asked for.</summary>
    public static AggregateResponse ToResponse(Series series, List<BucketRow> rows, AggregateQuestion question)
    {
        var response = new AggregateResponse { Vehicle = series.Vehicle.Name.ToString(), Signal = series.Name };
        Fill(response.Starts, rows, row => row.Bucket.Start);
        foreach (var statistic in question.Statistics)
        {
            var column = new StatisticColumn { Statistic = statistic };
            Fill(column.Values, rows, Readers[statistic]);
            response.Columns.Add(column);
        }
        for (var index = 0; index < question.Percentiles.Count; index++)
        {
            var column = new PercentileColumn { Percentile = question.Percentiles[index] };
            var place = index;
            Fill(column.Values, rows, row => row.Percentiles[place]);
            response.Percentiles.Add(column);
        }
        return response;
    }

    private static void Fill<T>(RepeatedField<T> field, List<BucketRow> rows, Func<BucketRow, T> value)
    {
        field.Capacity = rows.Count;
        foreach (ref readonly var row in CollectionsMarshal.AsSpan(rows))
            field.Add(value(row));
    }
}
