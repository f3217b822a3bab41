using AutoValley.Benchmarks.DataSets;
using AutoValley.Benchmarks.Peers;

namespace AutoValley.Benchmarks.Query;

/// <summary>What the answers have to be, computed from the samples themselves.</summary>
internal sealed class Truth(DataSet data)
{
    private const long NanosPerMilli = 1_000_000;

    // Means are added up in other orders elsewhere.
    private const double Tolerance = 1e-9;

    private readonly Dictionary<string, RecordedGroup> vehicles =
        data.Vehicles.ToDictionary(vehicle => vehicle.Name.Vehicle, vehicle => vehicle.Groups[0]);

    public IReadOnlyDictionary<string, Buckets> Of(BucketQuestion question) =>
        question.Vehicles.ToDictionary(vehicle => vehicle, vehicle => Of(question, vehicles[vehicle]));

    /// <summary>What is wrong with an answer: null when the buckets are the same and their numbers within 1e-9 of their size.</summary>
    public static string? Fault(IReadOnlyDictionary<string, Buckets> expected, IReadOnlyDictionary<string, Buckets> actual)
    {
        if (expected.Count != actual.Count)
            return $"{actual.Count} vehicles instead of {expected.Count}";
        return expected.Select(pair => actual.TryGetValue(pair.Key, out var buckets) ? Fault(pair.Value, buckets) : $"no {pair.Key}")
            .FirstOrDefault(fault => fault is not null);
    }

    private static Buckets Of(BucketQuestion question, RecordedGroup group)
    {
        var rows = new BucketRows();
        var values = group.Columns[0].Values;
        var index = IndexOf(group.Times, question.Range.From);
        for (var stop = IndexOf(group.Times, question.Range.To); index < stop;)
        {
            var start = group.Times[index] / question.EveryNanos * question.EveryNanos;
            var next = Math.Min(stop, IndexOf(group.Times, start + question.EveryNanos));
            var facts = SeriesFacts.Of(values.AsSpan(index, next - index));
            rows.Add(start / NanosPerMilli, facts.Minimum, facts.Maximum, question.HasMean ? facts.Sum / facts.Count : null);
            index = next;
        }
        return rows.ToBuckets();
    }

    private static int IndexOf(long[] times, long time) => Array.BinarySearch(times, time) is var index && index < 0 ? ~index : index;

    private static string? Fault(Buckets expected, Buckets actual)
    {
        if (expected.Starts.Length != actual.Starts.Length)
            return $"{actual.Starts.Length} buckets instead of {expected.Starts.Length}";
        if (expected.Starts.AsSpan().CommonPrefixLength(actual.Starts) is var same && same < expected.Starts.Length)
            return $"bucket {same} starts at {actual.Starts[same]} ms instead of {expected.Starts[same]}";
        if (!IsNear(expected.Minima, actual.Minima))
            return "minima";
        if (!IsNear(expected.Maxima, actual.Maxima))
            return "maxima";
        return IsNear(expected.Means, actual.Means) ? null : "means";
    }

    private static bool IsNear(double[] expected, double[] actual) =>
        expected.Length == actual.Length
        && expected.Zip(actual).All(pair => Math.Abs(pair.First - pair.Second) <= Tolerance * Math.Max(1, Math.Abs(pair.First)));
}
