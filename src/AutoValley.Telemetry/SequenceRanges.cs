using System.Collections;

namespace AutoValley.Telemetry;

/// <summary>
/// A set of batch numbers as ascending, merged, disjoint ranges: what a watermark holds. What lies between two ranges is a hole.
/// Not safe for concurrent use.
/// </summary>
public sealed class SequenceRanges : IReadOnlyList<SequenceRange>
{
    private readonly List<SequenceRange> ranges = [];

    /// <summary>How many ranges.</summary>
    public int Count => ranges.Count;

    /// <summary>Range <paramref name="index"/>, counted from the lowest.</summary>
    public SequenceRange this[int index] => ranges[index];

    /// <summary>How many batch numbers.</summary>
    public ulong Total => ranges.Aggregate(0UL, (sum, range) => sum + range.Count);

    /// <summary>The highest number held; 0 when empty.</summary>
    public ulong Highest => ranges.Count == 0 ? 0 : ranges[^1].Last;

    /// <summary>Whether the number is held.</summary>
    public bool Contains(ulong sequence)
    {
        var index = FirstEndingAtOrAfter(sequence);
        return index < ranges.Count && ranges[index].First <= sequence;
    }

    /// <summary>Whether all numbers of a range are held.</summary>
    public bool Contains(SequenceRange wanted)
    {
        var index = FirstEndingAtOrAfter(wanted.First);
        return index < ranges.Count && ranges[index].First <= wanted.First && ranges[index].Last >= wanted.Last;
    }

    /// <summary>Adds one number; false when it was held.</summary>
    public bool Add(ulong sequence)
    {
        if (Contains(sequence))
            return false;
        Add(new SequenceRange(sequence, sequence));
        return true;
    }

    /// <summary>Adds all numbers of a range and merges what touches.</summary>
    /// <exception cref="ArgumentException">The range is empty.</exception>
    public void Add(SequenceRange added)
    {
        if (added.Last < added.First)
            throw new ArgumentException($"range {added.First}-{added.Last} is empty", nameof(added));
        var (first, last) = (added.First, added.Last);
        var start = FirstEndingAtOrAfter(first == 0 ? 0 : first - 1);
        var end = start;
        for (; end < ranges.Count && (last == ulong.MaxValue || ranges[end].First <= last + 1); end++)
            (first, last) = (Math.Min(first, ranges[end].First), Math.Max(last, ranges[end].Last));
        ranges.RemoveRange(start, end - start);
        ranges.Insert(start, new SequenceRange(first, last));
    }

    /// <inheritdoc/>
    public IEnumerator<SequenceRange> GetEnumerator() => ranges.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary><c>1-17 19-20</c>.</summary>
    public override string ToString() => string.Join(' ', ranges.Select(range => $"{range.First}-{range.Last}"));

    /// <summary>The first number from the given one on that is in no range.</summary>
    public ulong FirstMissing(ulong from)
    {
        var index = FirstEndingAtOrAfter(from);
        return index < ranges.Count && ranges[index].First <= from ? ranges[index].Last + 1 : from;
    }

    private int FirstEndingAtOrAfter(ulong sequence)
    {
        var (low, high) = (0, ranges.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (ranges[middle].Last < sequence)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
