using AutoValley.Telemetry;

namespace AutoValley.Storage.Influx;

/// <summary>The parts of one session, and which of its batches are sealed or on their way there. Not safe for concurrent use.</summary>
/// <param name="begun">First numbers of the parts that InfluxDB has.</param>
/// <param name="batches">Numbers that are sealed.</param>
internal sealed class SessionParts(IReadOnlyCollection<ulong> begun, SequenceRanges batches)
{
    // By first number the last one, as far as it is known. A part that nothing is known of but that it is there has no batch that some reader must not
    // see, and so its first number stands for all.
    private readonly SortedList<ulong, ulong> parts = new(begun.Distinct().ToDictionary(part => part));
    private readonly HashSet<ulong> closed = [];

    /// <summary>Whether nothing may be added to some part.</summary>
    public bool HasClosed => closed.Count > 0;

    /// <summary>The part that a stretch goes to.</summary>
    /// <param name="first">Its first number.</param>
    /// <param name="mayExtend">Whether it may go on with a part.</param>
    public ulong Choose(ulong first, bool mayExtend)
    {
        // It was begun by an attempt that a crash ended, or there is nothing before it.
        if (parts.ContainsKey(first) || first == 0 || !mayExtend)
            return first;
        // The range that ends just before it; the part that holds its end is the last one that begins there.
        var before = batches.FirstOrDefault(range => range.First <= first - 1 && range.Last >= first - 1);
        var part = parts.Keys.LastOrDefault(start => start < first);
        return before.Last > 0 && part >= before.First && part > 0 && !closed.Contains(part) ? part : first;
    }

    /// <summary>A stretch goes to a part.</summary>
    public void Begin(SequenceRange stretch, ulong part)
    {
        parts[part] = Math.Max(parts.GetValueOrDefault(part), stretch.Last);
        batches.Add(stretch);
    }

    /// <summary>A batch is sealed, with samples or without.</summary>
    public void Sealed(ulong batch) => batches.Add(batch);

    /// <summary>Nothing more is added to the part.</summary>
    public void Close(ulong part) => closed.Add(part);

    /// <summary>The number of the last batch of a part, as far as it is known.</summary>
    public ulong LastOf(ulong part) => parts.GetValueOrDefault(part, part);
}
