using AutoValley.Telemetry;

namespace AutoValley.Edge.Collecting;

/// <summary>Samples that a trigger may still want, oldest first by arrival, bounded by bytes and by time. Not safe for concurrent use.</summary>
/// <param name="capacity">Bytes.</param>
internal sealed class PreTriggerBuffer(int capacity)
{
    private readonly ByteRing ring = new(capacity);
    private readonly BufferedRow read = new();

    /// <summary>The row to fill before <see cref="Add"/>.</summary>
    public BufferedRow Row { get; } = new();

    /// <summary>Samples that left it, or found no room in it, before their time: a trigger that came now would miss them.</summary>
    public long Lost { get; private set; }

    /// <summary>Samples that no trigger wanted in their time.</summary>
    public long Unwanted { get; private set; }

    /// <summary>Bytes held.</summary>
    public int Bytes => ring.Bytes;

    /// <summary>Where the oldest row is; to begin <see cref="TryTake"/> with.</summary>
    public long First => ring.First;

    /// <summary>Where the next row will be; to end <see cref="TryTake"/> with.</summary>
    public long Next => ring.Next;

    /// <summary>Adds <see cref="Row"/>. What is older than the horizon makes room for it first, and then the oldest there is.</summary>
    /// <param name="horizon">Event time before which no trigger wants anything any more.</param>
    public void Add(long horizon)
    {
        while (!ring.IsEmpty && LoadAt(ring.First, BufferedRow.HeadBytes).Time < horizon)
            Unwanted += Drop();
        if (Row.IsEmpty)
            return;
        while (!ring.IsEmpty && !ring.HasRoom(Row.Bytes.Length))
            Lost += Drop();
        if (ring.HasRoom(Row.Bytes.Length))
            ring.Add(Row.Bytes);
        else
            Lost += Row.CountLeft();
    }

    /// <summary>Takes the values of the next row of which a scheme wants some; nobody gets them again.</summary>
    /// <param name="cursor">Where to look; moves on.</param>
    /// <param name="end">Rows from here on came later and are not looked at.</param>
    /// <param name="bit">The scheme's.</param>
    /// <param name="from">First event time wanted.</param>
    /// <param name="typesOf">The types of a group's members.</param>
    /// <param name="values">By member; those of no type are not wanted. Large enough for any group.</param>
    /// <returns>Group and event time; null when there are no more.</returns>
    public (int Group, long Time)? TryTake(ref long cursor, long end, uint bit, long from, Func<int, SignalType[]> typesOf, Span<SampleValue> values)
    {
        for (cursor = Math.Max(cursor, ring.First); cursor < Math.Min(end, ring.Next);)
        {
            var at = cursor;
            cursor = ring.After(at);
            if (LoadAt(at, BufferedRow.HeadBytes).Time < from)
                continue;
            LoadAt(at, ring.LengthAt(at));
            if (!read.Take(bit, typesOf(read.Group), values))
                continue;
            ring.Overwrite(at, read.Bytes);
            return (read.Group, read.Time);
        }
        return null;
    }

    /// <summary>Samples held that nobody got.</summary>
    public long CountHeld()
    {
        var held = 0L;
        for (var at = ring.First; at < ring.Next; at = ring.After(at))
            held += LoadAt(at, ring.LengthAt(at)).CountLeft();
        return held;
    }

    private BufferedRow LoadAt(long position, int bytes)
    {
        ring.Read(position, read.Load(bytes));
        return read;
    }

    private int Drop()
    {
        var left = LoadAt(ring.First, ring.LengthAt(ring.First)).CountLeft();
        ring.Drop();
        return left;
    }
}
