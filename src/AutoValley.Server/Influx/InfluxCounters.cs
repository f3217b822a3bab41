namespace AutoValley.Server.Influx;

/// <summary>What InfluxDB's clients wrote and asked since the start. Safe for concurrent use.</summary>
internal sealed class InfluxCounters
{
    private long bodies;
    private long bodyBytes;
    private long lines;
    private long refusedLines;
    private long refusedBodies;
    private long statements;
    private long failedStatements;

    /// <summary>Bodies that were read.</summary>
    public long Bodies => Interlocked.Read(ref bodies);

    /// <summary>Bytes of them, unpacked.</summary>
    public long BodyBytes => Interlocked.Read(ref bodyBytes);

    /// <summary>Lines of them that are durable.</summary>
    public long LinesTaken => Interlocked.Read(ref lines) - LinesRefused;

    /// <summary>Lines of them that were refused.</summary>
    public long LinesRefused => Interlocked.Read(ref refusedLines);

    /// <summary>Bodies that were refused as a whole: too large, not readable, or too many at once.</summary>
    public long BodiesRefused => Interlocked.Read(ref refusedBodies);

    /// <summary>Statements that were answered.</summary>
    public long Statements => Interlocked.Read(ref statements);

    /// <summary>Statements that were answered with an error.</summary>
    public long StatementsFailed => Interlocked.Read(ref failedStatements);

    /// <summary>Counts a body that was read.</summary>
    public void AddBody(long bytes, long all, long refused)
    {
        Interlocked.Increment(ref bodies);
        Interlocked.Add(ref bodyBytes, bytes);
        Interlocked.Add(ref lines, all);
        Interlocked.Add(ref refusedLines, refused);
    }

    /// <summary>Counts a body that was not taken.</summary>
    public void RefuseBody() => Interlocked.Increment(ref refusedBodies);

    /// <summary>Counts a statement.</summary>
    public void AddStatement(bool isAnswered)
    {
        Interlocked.Increment(ref statements);
        if (!isAnswered)
            Interlocked.Increment(ref failedStatements);
    }
}
