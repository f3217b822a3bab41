using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.EndToEnd.Harness;

/// <summary>Every sample of a vehicle in a span, as QueryService gives it.</summary>
public sealed class StoredDrive
{
    private readonly Dictionary<string, List<(long Time, double Value)>> signals = [];

    public IReadOnlyCollection<string> Signals => signals.Keys;

    /// <summary>Times in order and numbers of a signal; empty when it has none.</summary>
    public IReadOnlyList<(long Time, double Value)> this[string signal] => signals.GetValueOrDefault(signal) ?? [];

    public long Count => signals.Values.Sum(samples => (long)samples.Count);

    public static async Task<StoredDrive> ReadAsync(QueryService.QueryServiceClient query, string vehicle, V1.TimeSpan span)
    {
        var drive = new StoredDrive();
        using var call = query.Read(new ReadRequest { Vehicle = vehicle, Span = span });
        await foreach (var response in call.ResponseStream.ReadAllAsync())
            drive.Add(response);
        return drive;
    }

    /// <summary>What two servers have together, each sample once.</summary>
    public static StoredDrive Union(StoredDrive one, StoredDrive other)
    {
        var both = new StoredDrive();
        foreach (var signal in one.Signals.Union(other.Signals))
            both.signals[signal] = [.. one[signal].Union(other[signal]).OrderBy(sample => sample.Time)];
        return both;
    }

    private void Add(ReadResponse response)
    {
        if (!signals.TryGetValue(response.Signal, out var samples))
            signals[response.Signal] = samples = [];
        var time = response.BaseTime;
        foreach (var (delta, value) in response.Times.Plain.Deltas.Zip(Numbers(response.Column)))
            samples.Add((time += delta, value));
    }

    private static IEnumerable<double> Numbers(Column column) => column.ValuesCase switch
    {
        Column.ValuesOneofCase.Doubles => column.Doubles.Values,
        Column.ValuesOneofCase.Integers => column.Integers.Values.Select(value => (double)value),
        Column.ValuesOneofCase.Booleans => column.Booleans.Values.Select(value => value ? 1.0 : 0.0),
        _ => column.Texts.Values.Select(_ => double.NaN),
    };
}
