using AutoValley.Site.Geometry;

namespace AutoValley.Site.Lanelet2;

/// <summary>Lines to be joined at their ends: each is taken once, and found by either end without looking at the others.</summary>
internal sealed class LooseLines
{
    private readonly IReadOnlyList<IReadOnlyList<Position>> lines;
    private readonly bool[] isTaken;
    private readonly Dictionary<Position, Queue<int>> ends = [];
    private int first;

    public LooseLines(IReadOnlyList<IReadOnlyList<Position>> lines)
    {
        (this.lines, isTaken) = (lines, new bool[lines.Count]);
        for (var i = 0; i < lines.Count; i++)
        {
            AtEnd(lines[i][0]).Enqueue(i);
            AtEnd(lines[i][^1]).Enqueue(i);
        }
    }

    /// <summary>Takes the first that is left; null for none.</summary>
    public IReadOnlyList<Position>? Next()
    {
        while (first < lines.Count && isTaken[first])
            first++;
        return first < lines.Count ? Take(first) : null;
    }

    /// <summary>Takes the first that is left and has an end there, turned so that it begins there; null for none.</summary>
    public IEnumerable<Position>? NextFrom(Position end)
    {
        var waiting = AtEnd(end);
        while (waiting.TryDequeue(out var i))
        {
            if (!isTaken[i])
                return Take(i) is var line && line[0] == end ? line : line.Reverse();
        }
        return null;
    }

    private Queue<int> AtEnd(Position place) => ends.TryGetValue(place, out var waiting) ? waiting : ends[place] = new Queue<int>();

    private IReadOnlyList<Position> Take(int i)
    {
        isTaken[i] = true;
        return lines[i];
    }
}
