using AutoValley.Telemetry;

namespace AutoValley.Storage.Tests;

/// <summary>What a store should answer, computed in the plainest way.</summary>
internal sealed class Model
{
    private readonly Dictionary<(int Session, ulong Sequence), List<(int Series, long Time, SampleValue Value)>> batches = [];

    /// <summary>Adds a batch; false when it is held.</summary>
    public bool Append(int session, ulong sequence, IEnumerable<(int Series, long Time, SampleValue Value)> samples) =>
        batches.TryAdd((session, sequence), [.. samples]);

    public List<(long Time, SampleValue Value)> Read(int series, TimeRange range)
    {
        var winners = new SortedDictionary<long, SampleValue>();
        foreach (var batch in batches.OrderBy(batch => batch.Key))
        {
            foreach (var (_, time, value) in batch.Value.Where(sample => sample.Series == series && range.Contains(sample.Time)))
                winners[time] = value;
        }
        return [.. winners.Select(winner => (winner.Key, winner.Value))];
    }

    public string Watermark(int session)
    {
        var ranges = new SequenceRanges();
        foreach (var (_, sequence) in batches.Keys.Where(key => key.Session == session))
            ranges.Add(sequence);
        return ranges.ToString();
    }

    public static List<Bucket> Buckets(IEnumerable<(long Time, SampleValue Value)> samples, long bucket) =>
        [.. samples.GroupBy(sample => Start(sample.Time, bucket)).Select(group => Of(group.Key, [.. group.Select(sample => Number(sample.Value))]))];

    /// <summary>A value as statistics take it.</summary>
    public static double Number(SampleValue value) => value.Type switch
    {
        SignalType.Double => value.Double,
        SignalType.Integer => value.Integer,
        _ => value.Boolean ? 1 : 0,
    };

    private static long Start(long time, long bucket)
    {
        var start = (Int128)time - (((Int128)time % bucket) + bucket) % bucket;
        return (long)Int128.Max(start, long.MinValue);
    }

    private static Bucket Of(long start, double[] values)
    {
        var numbers = values.Where(value => !double.IsNaN(value)).DefaultIfEmpty(double.NaN).ToArray();
        return new Bucket(start, values.Length, numbers.Min(), numbers.Max(), numbers.Sum(), numbers[0], numbers[^1])
        {
            Numbers = values.Count(value => !double.IsNaN(value)),
        };
    }
}
