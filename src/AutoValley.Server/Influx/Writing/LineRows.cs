namespace AutoValley.Server.Influx.Writing;

/// <summary>Lines of one shape in a body, as columns. Used by one body at a time.</summary>
internal sealed class LineRows(LineTarget target, LineShape shape)
{
    private const int FirstRoom = 64;

    private readonly LineColumn[] columns = [.. shape.Slots.Select(slot => LineColumn.Of(slot.Kept))];
    private long[] times = [];
    private int[] lines = [];

    /// <summary>Where they go.</summary>
    public LineTarget Target => target;

    /// <summary>Whether a row is a field of a line, whose others are elsewhere.</summary>
    public bool AreOfFields { get; init; }

    /// <summary>What they look like.</summary>
    public LineShape Shape => shape;

    /// <summary>Values by slot; a row counts once it is <see cref="Commit"/>ted.</summary>
    public LineColumn[] Columns => columns;

    /// <summary>Their times, Unix nanoseconds.</summary>
    public ReadOnlySpan<long> Times => times.AsSpan(0, Count);

    /// <summary>Of which line of the body each is, counted in the order in which they were taken.</summary>
    public ReadOnlySpan<int> Lines => lines.AsSpan(0, Count);

    /// <summary>Rows that count.</summary>
    public int Count { get; private set; }

    /// <summary>Makes room for another row.</summary>
    public void Reserve()
    {
        if (Count < times.Length)
            return;
        Array.Resize(ref times, Math.Max(FirstRoom, times.Length * 2));
        Array.Resize(ref lines, times.Length);
        foreach (var column in columns)
            column.Reserve(times.Length);
    }

    /// <summary>The row whose values were put counts.</summary>
    /// <param name="time">Its time, Unix nanoseconds.</param>
    /// <param name="line">Of which line it is.</param>
    public void Commit(long time, int line)
    {
        (times[Count], lines[Count]) = (time, line);
        Count++;
    }

    /// <summary>None counts any more; the memory stays, but for that of texts.</summary>
    public void Clear()
    {
        foreach (var column in columns)
            column.Clear(0, Count);
        Count = 0;
    }

    /// <summary>The row whose values were put will not count: its texts go.</summary>
    public void Forget()
    {
        foreach (var column in columns)
            column.Clear(Count, 1);
    }
}
