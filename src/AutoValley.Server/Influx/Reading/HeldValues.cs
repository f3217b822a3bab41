using AutoValley.Telemetry;

namespace AutoValley.Server.Influx.Reading;

/// <summary>Each value of an interval once, in order of their first times.</summary>
internal sealed class HeldValues
{
    // In numbers of 8 bytes: the entry, and four characters of its text.
    private const int EntryCost = 12;
    private const int CharactersANumber = 4;

    private readonly OrderedDictionary<SampleValue, Occurrences> found = [];

    /// <summary>They.</summary>
    public IReadOnlyList<SampleValue> Values => found.Keys;

    /// <summary>How often and when each came.</summary>
    public IEnumerable<KeyValuePair<SampleValue, Occurrences>> All => found;

    /// <summary>What a value takes, in numbers of 8 bytes: nothing when it is there.</summary>
    public int CostOf(SampleValue value) => found.ContainsKey(value) ? 0 : EntryCost + (value.Type == SignalType.Text ? value.Text.Length / CharactersANumber : 0);

    /// <summary>Adds one.</summary>
    public void Add(SampleValue value, long time) =>
        found[value] = found.TryGetValue(value, out var known) ? known with { Count = known.Count + 1, Last = time } : new Occurrences(1, time, time);

    /// <param name="Count">How often.</param>
    /// <param name="First">Time of the first, Unix nanoseconds.</param>
    /// <param name="Last">Time of the last, Unix nanoseconds.</param>
    internal readonly record struct Occurrences(long Count, long First, long Last);
}
