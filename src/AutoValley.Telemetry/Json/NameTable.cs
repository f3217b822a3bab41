using System.Collections.Concurrent;

namespace AutoValley.Telemetry.Json;

/// <summary>Names that were read before, so that one that comes again costs no string. Safe for concurrent use.</summary>
/// <param name="maximum">Names kept; further ones are strings of their own each time.</param>
internal sealed class NameTable(int maximum)
{
    private readonly ConcurrentDictionary<string, string> names = new(StringComparer.Ordinal);
    private int count;

    /// <summary>The name as a string.</summary>
    public string Get(ReadOnlySpan<char> name)
    {
        if (names.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var known))
            return known;
        var added = name.ToString();
        // Of those who come at once a few may be too many. Count of the dictionary takes all of its locks.
        if (Volatile.Read(ref count) < maximum && names.TryAdd(added, added))
            Interlocked.Increment(ref count);
        return added;
    }
}
