namespace AutoValley.Server.Influx.Writing;

/// <summary>Bytes that bodies may hold in memory together. Safe for concurrent use.</summary>
internal sealed class BodyBudget(InfluxOptions options)
{
    private long used;

    /// <summary>Takes some; false, with nothing taken, when there are not as many.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref used, bytes) <= options.MaximumBytesUnderWay)
            return true;
        Give(bytes);
        return false;
    }

    /// <summary>Gives some back.</summary>
    public void Give(long bytes) => Interlocked.Add(ref used, -bytes);
}
