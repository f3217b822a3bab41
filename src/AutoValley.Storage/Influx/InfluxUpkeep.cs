using System.Text.Json;
using AutoValley.Telemetry;

namespace AutoValley.Storage.Influx;

/// <summary>Counts and deletes. Counting reads all that is counted, so that it is done for what is deleted alone.</summary>
internal sealed class InfluxUpkeep(InfluxClient client, InfluxQl ql)
{
    private long samples;

    /// <summary>Samples that this process wrote, without those it deleted: what lay there before is not counted.</summary>
    public long Samples => Interlocked.Read(ref samples);

    /// <summary>Samples were written.</summary>
    public void Added(long count) => Interlocked.Add(ref samples, count);

    /// <summary>The earliest time in a range; null when there is none.</summary>
    /// <exception cref="StoreUnavailableException">InfluxDB does not answer.</exception>
    public async Task<long?> FindFirstAsync(TimeRange range, CancellationToken cancellation)
    {
        var first = new FirstTime();
        await client.QueryAsync(ql.First(range), first, cancellation);
        return first.Found;
    }

    /// <summary>Deletes what lies in a range; gives how many samples that were, 0 where they could not be counted.</summary>
    /// <exception cref="StoreUnavailableException">InfluxDB does not answer, or does not delete by InfluxQL as 3.x.</exception>
    public async Task<long> DeleteAsync(TimeRange range, CancellationToken cancellation)
    {
        var count = new NumberSum();
        try
        {
            await client.QueryAsync(ql.Count(range), count, cancellation);
            if (count.Sum == 0)
                return 0;
        }
        catch (StoreUnavailableException)
        {
            // Too many to count in time; deleting reads none. Where InfluxDB is away, that fails too.
            count = new NumberSum();
        }
        await client.QueryAsync(InfluxQl.Delete(range), NoRows.Instance, cancellation);
        Interlocked.Exchange(ref samples, Math.Max(0, Samples - count.Sum));
        return count.Sum;
    }

    /// <summary>The sum of the numbers of a row.</summary>
    private sealed class NumberSum : IInfluxRows
    {
        public long Sum { get; private set; }

        public void Value(int column, ref Utf8JsonReader value)
        {
            if (column > 0 && value.TokenType == JsonTokenType.Number)
                Sum += value.GetInt64();
        }
    }

    /// <summary>The time of a row.</summary>
    private sealed class FirstTime : IInfluxRows
    {
        public long? Found { get; private set; }

        public void Value(int column, ref Utf8JsonReader value) => Found ??= column == 0 ? value.GetInt64() : null;
    }
}
