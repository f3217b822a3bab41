using System.Collections.Concurrent;
using AutoValley.Telemetry;
using AutoValley.Telemetry.Json;

namespace AutoValley.Edge.Sources.Json;

/// <summary>Writes the samples of JSON texts: those of one time together. Safe for concurrent use.</summary>
/// <param name="sink">Where they go.</param>
internal sealed class JsonGroups(ISampleSink sink)
{
    /// <summary>Most sets of signals that come together, of all devices of a source.</summary>
    public const int MaximumGroups = 1_024;

    private readonly ConcurrentDictionary<string, SignalGroup> groups = new(StringComparer.Ordinal);

    /// <summary>Writes all samples of a text, or none.</summary>
    /// <exception cref="ArgumentException">A signal has another type already, or there is no room for another one.</exception>
    public async ValueTask WriteAsync(IReadOnlyList<JsonSample> samples, CancellationToken cancellation)
    {
        // All groups before any sample: a text is taken as a whole.
        var objects = ByTime(samples).Select(together => (Group: GroupOf(together), Samples: together)).ToArray();
        foreach (var (group, together) in objects)
            await sink.WriteAsync(group, together[0].Time, together.Select(sample => sample.Value).ToArray(), cancellation);
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

    private SignalGroup GroupOf(List<JsonSample> samples)
    {
        var key = string.Join(' ', samples.Select(sample => $"{sample.Signal}:{(int)sample.Value.Type}"));
        if (groups.TryGetValue(key, out var known))
            return known;
        if (groups.Count >= MaximumGroups)
            throw new ArgumentException($"more than {MaximumGroups} sets of signals");
        return groups.GetOrAdd(key, _ => sink.Declare([.. samples.Select(sample => new SignalSpec(sample.Signal, sample.Value.Type))]));
    }
}
