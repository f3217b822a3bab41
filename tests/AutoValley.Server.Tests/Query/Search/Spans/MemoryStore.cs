using System.Reflection;
using System.Runtime.CompilerServices;
using AutoValley.Storage;
using AutoValley.Telemetry;

namespace AutoValley.Server.Tests.Query.Search.Spans;

/// <summary>Series in memory behind the reading members of a store, which keeps account of what is read.</summary>
public class MemoryStore : DispatchProxy
{
    private readonly Dictionary<int, Samples> series = [];

    internal static (ISampleStore Store, MemoryStore Memory) Create()
    {
        var store = Create<ISampleStore, MemoryStore>();
        return (store, (MemoryStore)store);
    }

    /// <summary>Samples of the longest stretch there are statistics of; a shorter one is half as long, and so on to one.</summary>
    public int StretchLength { get; set; } = 8;

    /// <summary>Samples a slice.</summary>
    public int SliceLength { get; set; } = 4;

    /// <summary>Whose samples were read, and in which range, in the order it was asked for.</summary>
    internal List<(int Series, TimeRange Range)> Reads { get; } = [];

    /// <summary>How many samples were given.</summary>
    public long SamplesRead { get; private set; }

    internal void Put(Series one, long[] times, Values values) => series[one.Id] = new Samples(times, values);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
    {
        nameof(ISampleStore.ReadAsync) => ReadAsync((Series)args![0]!, (TimeRange)args[1]!, (CancellationToken)args[2]!),
        nameof(ISampleStore.SummariesAsync) => SummariesAsync((Series)args![0]!, (TimeRange)args[1]!, (long)args[2]!),
        _ => throw new InvalidOperationException(targetMethod.Name),
    };

    private async IAsyncEnumerable<Samples> ReadAsync(Series one, TimeRange range, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Reads.Add((one.Id, range));
        foreach (var slice in Cut(one, range, SliceLength))
        {
            cancellation.ThrowIfCancellationRequested();
            await Task.CompletedTask;
            SamplesRead += slice.Count;
            yield return slice;
        }
    }

    private async IAsyncEnumerable<SampleStretch> SummariesAsync(Series one, TimeRange range, long finestNanos)
    {
        foreach (var slice in Cut(one, range, StretchLength).SelectMany(slice => Halve(slice, finestNanos)))
        {
            await Task.CompletedTask;
            var numbers = Enumerable.Range(0, slice.Count).Select(index => Number(SampleValue.At(slice.Values, index))).Where(value => !double.IsNaN(value))
                .DefaultIfEmpty(double.NaN).ToArray();
            yield return new SampleStretch(
                slice.Times.Span[0], slice.Times.Span[^1], slice.Count, numbers.Min(), numbers.Max(), numbers[0], numbers[^1]);
        }
    }

    private static IEnumerable<Samples> Halve(Samples slice, long finestNanos) =>
        slice.Count == 1 || slice.Times.Span[^1] - slice.Times.Span[0] <= finestNanos
            ? [slice]
            : [.. Halve(slice.Slice(0, slice.Count / 2), finestNanos), .. Halve(slice.Slice(slice.Count / 2, slice.Count - (slice.Count / 2)), finestNanos)];

    // Cuts at multiples of the length, wherever the range begins, as a store does.
    private IEnumerable<Samples> Cut(Series one, TimeRange range, int length)
    {
        var all = series.GetValueOrDefault(one.Id);
        for (var start = 0; start < all?.Count; start += length)
        {
            var inside = Enumerable.Range(start, Math.Min(length, all.Count - start)).Where(index => range.Contains(all.Times.Span[index])).ToArray();
            if (inside.Length > 0)
                yield return all.Slice(inside[0], inside.Length);
        }
    }

    private static double Number(SampleValue value) => value.Type switch
    {
        SignalType.Double => value.Double,
        SignalType.Integer => value.Integer,
        _ => value.Boolean ? 1 : 0,
    };
}
