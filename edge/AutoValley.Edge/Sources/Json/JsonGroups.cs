using System.Collections.Concurrent;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Json;

namespace AutoValley.Edge.Sources.Json;

/// <summary>
/// Writes samples that name their signals: those of one time together, as long as the sets of signals that come together are few; those of yet
/// another set one by one, as a device that reports what changed may send any. Safe for concurrent use.
/// </summary>
/// <param name="sink">Where they go.</param>
internal sealed class JsonGroups(ISampleSink sink)
{
    /// <summary>Most sets of more than one signal, of all devices of a source.</summary>
    public const int MaximumSets = 256;

    /// <summary>Most signals that are written one by one.</summary>
    public const int MaximumSingles = 2_048;

    private readonly ConcurrentDictionary<string, SignalGroup> sets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SignalGroup> singles = new(StringComparer.Ordinal);

    /// <summary>Writes all samples of a text, or none.</summary>
    /// <exception cref="ArgumentException">A signal has another type already, or there is no room for another one.</exception>
    public async ValueTask WriteAsync(IReadOnlyList<JsonSample> samples, CancellationToken cancellation)
    {
        // All groups before any sample: a text is taken as a whole.
        var rows = ByTime(samples).SelectMany(Grouped).ToArray();
        foreach (var (group, row) in rows)
            await sink.WriteAsync(group, row[0].Time, row.Select(sample => sample.Value).ToArray(), cancellation);
    }

    // A signal that comes twice at one time begins another group: a group has each once.
    private static IEnumerable<List<JsonSample>> ByTime(IReadOnlyList<JsonSample> samples)
    {
        var together = new List<JsonSample>();
        foreach (var sample in samples)
        {
            if (together.Count > 0 && (together[0].Time != sample.Time || together.Exists(other => other.Signal == sample.Signal)))
            {
                yield return together;
                together = [];
            }
            together.Add(sample);
        }
        if (together.Count > 0)
            yield return together;
    }

    private IEnumerable<(SignalGroup Group, List<JsonSample> Row)> Grouped(List<JsonSample> together) =>
        together.Count > 1 && Find(sets, MaximumSets, together) is { } set
            ? [(set, together)]
            : together.Select(sample => (Single([sample]), new List<JsonSample> { sample }));

    private SignalGroup Single(List<JsonSample> one) =>
        Find(singles, MaximumSingles, one) ?? throw new ArgumentException($"more than {MaximumSingles} signals that come in sets of their own");

    private SignalGroup? Find(ConcurrentDictionary<string, SignalGroup> groups, int most, List<JsonSample> samples)
    {
        var key = string.Join(' ', samples.Select(sample => $"{sample.Signal}:{(int)sample.Value.Type}"));
        if (groups.TryGetValue(key, out var known))
            return known;
        return groups.Count >= most ? null : groups.GetOrAdd(key, _ => sink.Declare([.. samples.Select(sample => new SignalSpec(sample.Signal, sample.Value.Type))]));
    }
}
